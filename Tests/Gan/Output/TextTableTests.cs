using GanFromScratch.Gan.Output;

namespace GanFromScratch.Tests.Gan.Output;

public sealed class TextTableTests
{
    private static readonly TextTable Table = new(["loss", "a|b", "figure"], [["hinge", "x", "1.5"], ["lsgan", "yy", "10.25"]], Names: 2);

    [Test]
    public void Names_are_flush_left_and_figures_flush_right() =>
        Assert.That(Table.ToText(), Is.EqualTo("loss   a|b  figure\nhinge  x       1.5\nlsgan  yy    10.25"));

    [Test]
    public void Markdown_escapes_a_bar() =>
        Assert.That(Table.ToMarkdown(), Is.EqualTo(
            "| loss | a\\|b | figure |\n|---|---|---|\n| hinge | x | 1.5 |\n| lsgan | yy | 10.25 |"));
}
