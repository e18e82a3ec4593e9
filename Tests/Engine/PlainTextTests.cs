using GanFromScratch.Engine;

namespace GanFromScratch.Tests.Engine;

public sealed class PlainTextTests
{
    [TestCase("Größe 漢字 😀 – “ok”", "Größe 漢字 😀 – “ok”")]
    [TestCase("a\nb\r\tc", @"a\nb\r\tc")]
    [TestCase("\u001b[2Jgone", @"\u001B[2Jgone")]
    [TestCase("\u0085\u2028\u2029", @"\u0085\u2028\u2029")]
    [TestCase("evil\u202egnp.exe", @"evil\u202Egnp.exe")]
    public void What_would_command_a_terminal_is_escaped(string text, string expected) =>
        Assert.That(PlainText.Line(text), Is.EqualTo(expected));

    [Test]
    public void Half_a_character_is_escaped() => Assert.That(PlainText.Line("a\ud800b"), Is.EqualTo(@"a\uD800b"));

    [TestCase(400)]
    [TestCase(1_000_275)]
    public void A_long_message_keeps_its_beginning_and_its_end(int length)
    {
        string message = new InputException($"list.csv names {new string('x', length)} in line 3; take the line out.").Message;
        Assert.Multiple(() =>
        {
            Assert.That(message, Has.Length.LessThan(400));
            Assert.That(message, Does.StartWith("list.csv names xxx").And.Contain("…").And.EndWith("in line 3; take the line out."));
        });
    }

    [Test]
    public void A_cut_leaves_no_half_of_a_character()
    {
        for (int shift = 0; shift < 4; shift++)
            Assert.That(
                PlainText.Sentence(
                    new string('a', shift) + string.Concat(Enumerable.Repeat("😀", 1000))).Where(char.IsSurrogate).Count() % 2,
                Is.Zero);
    }

    [Test]
    public void A_message_that_fits_stays_as_it_is()
    {
        string text = new('x', PlainText.MostCharacters);
        Assert.That(PlainText.Sentence(text), Is.SameAs(text));
    }
}
