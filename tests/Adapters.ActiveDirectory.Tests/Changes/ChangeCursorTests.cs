using SyncEngine.Adapters.ActiveDirectory.Reading.Changes;
using SyncEngine.Model;

namespace SyncEngine.Adapters.ActiveDirectory.Tests.Changes;

/// <summary>A cursor's text is read back as what it was, or not at all.</summary>
public sealed class ChangeCursorTests
{
    private static readonly ChangeCursor Cursor = new()
    {
        Method = ChangeMethod.DirSync,
        Controller = "dc1.corp.example",
        Server = "[fe80::1]:636",
        Invocation = new Guid("11111111-2222-3333-4444-555555555555"),
        Base = new Guid("66666666-7777-8888-9999-aaaaaaaaaaaa"),
        Scope = ChangeCursor.ScopeOf(new ActiveDirectoryOptions()),
        Time = new DateTimeOffset(2026, 11, 23, 9, 30, 15, 123, TimeSpan.Zero),
        Usn = long.MaxValue,
        Cookie = [0, 1, 250, 251, 252, 253, 254, 255],
    };

    [Theory]
    [InlineData(ChangeMethod.DirSync)]
    [InlineData(ChangeMethod.DirSyncVisible)]
    [InlineData(ChangeMethod.UsnChanged)]
    internal void What_is_written_is_read_back(ChangeMethod method)
    {
        var written = method == ChangeMethod.UsnChanged ? Cursor with { Method = method, Cookie = [] } : Cursor with { Method = method };

        var read = ChangeCursor.TryParse(written.ToCursor())!;

        Assert.Equal(written with { Cookie = read.Cookie }, read);
        Assert.Equal(written.Cookie, read.Cookie);
    }

    [Fact]
    public void A_text_with_any_letter_lost_or_changed_is_no_cursor()
    {
        var text = Cursor.ToCursor().Value;
        for (var at = 0; at < text.Length; at++)
        {
            Assert.Null(ChangeCursor.TryParse(new Cursor(text.Remove(at, 1))));
            Assert.Null(ChangeCursor.TryParse(new Cursor(text[..at] + (text[at] == '0' ? '1' : '0') + text[(at + 1)..])));
            Assert.Null(ChangeCursor.TryParse(new Cursor(text[..at])));
        }
    }

    [Fact]
    public void DirSync_without_a_cookie_is_no_cursor() => Assert.Null(ChangeCursor.TryParse((Cursor with { Cookie = [] }).ToCursor()));

    [Fact]
    public void What_is_read_of_an_entry_decides_the_scope_and_nothing_else_does()
    {
        var scope = ChangeCursor.ScopeOf(new ActiveDirectoryOptions { Attributes = ["office", "pager"] });
        Assert.Equal(scope, ChangeCursor.ScopeOf(new ActiveDirectoryOptions { Attributes = ["Pager", "office"], PageSize = 3, Server = "x", User = "y" }));
        Assert.NotEqual(scope, ChangeCursor.ScopeOf(new ActiveDirectoryOptions { Attributes = ["office"] }));
        Assert.NotEqual(
            scope, ChangeCursor.ScopeOf(new ActiveDirectoryOptions { Attributes = ["office", "pager"], ExpiredAccounts = ExpiredAccounts.CountAsDisabled }));
    }
}
