using JasperFx;
using JasperFx.Events;
using Marten.Exceptions;
using Npgsql;

namespace SyncEngine.Stores.Marten;

/// <summary>Knows every face of "another writer was first": Marten's own exceptions, and PostgreSQL's when two met at the same moment.</summary>
internal static class AppendConflict
{
    internal static bool Is(Exception exception) => exception switch
    {
        AggregateException many => many.InnerExceptions.Any(Is),
        ConcurrencyException or DocumentAlreadyExistsException => true,
        JasperFx.Events.ExistingStreamIdCollisionException or global::Marten.Exceptions.ExistingStreamIdCollisionException => true,
        PostgresException
        {
            SqlState: PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure,
        } => true,
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}
