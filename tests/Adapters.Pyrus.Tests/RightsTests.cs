using SyncEngine.Emulators;
using SyncEngine.History;
using SyncEngine.Provisioning;

namespace SyncEngine.Adapters.Pyrus.Tests;

public sealed class RightsTests
{
    [Theory]
    [InlineData(PyrusRights.Administrator, null)]
    [InlineData(PyrusRights.OrganizationManager, null)]
    [InlineData(PyrusRights.ManagePersons, "managing roles (1)")]
    [InlineData(PyrusRights.ManageRoles, "managing people (4)")]
    [InlineData(PyrusRights.NewMember, "managing people (4), managing roles (1)")]
    [InlineData(0, "managing people (4), managing roles (1)")]
    public async Task Writing_needs_both_bits_and_is_checked_before_the_first_write(int rights, string? missing)
    {
        await using var rig = await Rig.StartAsync();
        rig.Emulator.SeedMember(rig.Emulator.Caller with { Rights = rights });
        if (missing is null)
        {
            await rig.Target.EnsureWritableAsync(Rig.Ct);
        }
        else
        {
            var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.Target.EnsureWritableAsync(Rig.Ct));
            Assert.Equal("TargetPermissionDenied", error.Code);
            Assert.Contains(missing, error.Message);
            Assert.Contains(rig.Emulator.Login, error.Message);
            Assert.Contains("Administrator rights", error.Remedy);
        }

        Assert.Empty(rig.Writes);
    }

    [Theory]
    [InlineData("access_denied")]
    [InlineData("some_new_code")]
    public async Task Rights_lost_in_the_middle_stop_the_run_and_fail_no_row(string code)
    {
        await using var rig = await Rig.StartAsync(o => o.Behaviour.MissingRightsCode = code);
        var id = rig.Emulator.SeedMember(new() { FirstName = "Anna", Email = "anna@corp.example" }).Id;
        await rig.Target.EnsureWritableAsync(Rig.Ct);
        Assert.Equal(OutcomeKind.Applied, (await rig.ApplyAsync(ChangeAction.UpdateAccount, $"{id}", fields: [("position", "x")])).Kind);
        rig.Emulator.SeedMember(rig.Emulator.Caller with { Rights = PyrusRights.NewMember });
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ApplyAsync(ChangeAction.BlockAccount, $"{id}"));
        Assert.Equal("TargetPermissionDenied", error.Code);
        Assert.False(rig.Emulator.FindMember(id)!.Banned);
    }

    [Fact]
    public async Task Denied_with_all_rights_at_hand_is_a_refusal_of_that_one_change()
    {
        await using var rig = await Rig.StartAsync(o => (o.Behaviour.UnknownPersonStatus, o.Behaviour.UnknownPersonCode) = (403, "access_denied"));
        var outcome = await rig.ApplyAsync(ChangeAction.UpdateAccount, "999", fields: [("position", "x")]);
        Assert.Equal((OutcomeKind.Refused, "access_denied"), (outcome.Kind, outcome.Code));
    }

    [Fact]
    public async Task A_login_that_dies_in_the_middle_stops_the_run()
    {
        await using var rig = await Rig.StartAsync();
        await rig.Target.EnsureWritableAsync(Rig.Ct);
        rig.Emulator.ChangeSecurityKey("another");
        var error = await Assert.ThrowsAsync<ConnectedSystemException>(() => rig.ApplyAsync(ChangeAction.BlockAccount, $"{rig.Emulator.Caller.Id}"));
        Assert.Equal("CredentialsRefused", error.Code);
    }
}
