namespace SyncEngine.Emulators;

/// <summary>The emulated organisation.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Seats">How many people may be active at once; null for no limit.</param>
public sealed record PyrusOrganization(int Id, string Name, int? Seats = null);

/// <summary>Another organisation whose people the caller can see through <c>contacts</c>, and only there.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Persons">Its visible people.</param>
public sealed record PyrusForeignOrganization(int Id, string Name, IReadOnlyList<PyrusMember> Persons);
