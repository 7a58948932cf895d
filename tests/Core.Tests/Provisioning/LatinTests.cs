using CsCheck;
using SyncEngine.Provisioning;

namespace SyncEngine.Tests.Provisioning;

/// <summary>The table that is part of a policy as <c>translit@1</c>: whoever changes an expectation here raises its number.</summary>
public sealed class LatinTests
{
    [Theory]
    [InlineData("Юлия", "Yuliya")]
    [InlineData("ЮЛИЯ", "YULIYA")]
    [InlineData("Ю", "Yu")]
    [InlineData("Ю.А.", "Yu.A.")]
    [InlineData("ЩУКА", "SHCHUKA")]
    [InlineData("Щука", "Shchuka")]
    [InlineData("борЩ", "borShch")]
    [InlineData("подъезд", "pod'ezd")]
    [InlineData("Соловьёв", "Solov'ev")]
    [InlineData("Ёлкин-Жуков", "Elkin-Zhukov")]
    [InlineData("Цой", "Tsoy")]
    [InlineData("Ґалаґан", "Galagan")]
    [InlineData("Ніколаїв", "Nikolaiv")]
    [InlineData("O’Neill", "O’Neill")]
    [InlineData("d'Arc", "d'Arc")]
    [InlineData("Łukasz Çelik Weiß Nguyễn", "Łukasz Çelik Weiß Nguyễn")]
    [InlineData("王小明", "WangXiaoMing")]
    [InlineData("Anna Иванова", "Anna Ivanova")]
    [InlineData("ქართველი", "kartveli")]
    [InlineData("Αλέξανδρος", "Alexandros")]
    [InlineData("Никита 🦊", "Nikita 🦊")]
    [InlineData("", "")]
    [InlineData(" ", " ")]
    public void Golden(string text, string latin) => Assert.Equal(latin, Latin.Of(text));

    [Fact]
    public void A_letter_that_the_table_does_not_have_is_kept()
    {
        const string Unknown = "\U00012000"; // cuneiform
        Assert.Equal($"Yu{Unknown}ya", Latin.Of($"Ю{Unknown}я"));
        Assert.True(Latin.HasOthers(Latin.Of(Unknown)));
    }

    [Fact]
    public void Twice_is_once_and_nothing_but_letters_is_touched() => Gen.String[Gen.Char["абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБЩЮЯabcXYZéŁ王李-' .’🦊0"], 0, 20].Sample(text =>
    {
        var once = Latin.Of(text);
        Assert.Equal(once, Latin.Of(once));
        Assert.Equal(text.Count(c => c is '-' or ' ' or '.' or '0'), once.Count(c => c is '-' or ' ' or '.' or '0'));
        Assert.Equal(text.Length == 0, once.Length == 0);
    });
}
