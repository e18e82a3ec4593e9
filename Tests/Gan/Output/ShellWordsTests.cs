using System.Diagnostics;
using GanFromScratch.Gan.Output;

namespace GanFromScratch.Tests.Gan.Output;

[Platform(Include = "Unix")]
public sealed class ShellWordsTests
{
    [TestCase(new[] { "train", "--lr", "1E-05" }, "train --lr 1E-05")]
    [TestCase(new[] { "it's", "a b", "", "$HOME" }, "'it'\\''s' 'a b' '' '$HOME'")]
    public void Words_are_quoted_where_they_must_be(string[] words, string typed) => Assert.That(ShellWords.Join(words), Is.EqualTo(typed));

    [TestCase("runs/mlp-mnist-1")]
    [TestCase("my run")]
    [TestCase("$(touch harm)")]
    [TestCase("`touch harm`")]
    [TestCase("it's \"quoted\"")]
    [TestCase("a;b&c|d>e*?[x]{y}~!#")]
    [TestCase("back\\slash")]
    [TestCase("line\nbreak, tab\tand 'quote'")]
    [TestCase("Größe 漢字")]
    public void A_pasted_path_is_the_path(string path)
    {
        using Process shell = Process.Start(
            new ProcessStartInfo("bash", ["-c", $"printf %s {ShellWords.QuotePath(path)}"]) { RedirectStandardOutput = true })!;
        Assert.That(shell.StandardOutput.ReadToEnd(), Is.EqualTo(path));
        Assert.That(ShellWords.QuotePath(path), Does.Not.Contain("\n"));
    }

    [Test]
    public void A_path_with_a_hyphen_in_front_is_no_option() => Assert.That(ShellWords.QuotePath("-rf"), Is.EqualTo("./-rf"));
}
