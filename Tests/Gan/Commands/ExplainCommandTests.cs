namespace GanFromScratch.Tests.Gan.Commands;

/// <summary><c>explain</c>.</summary>
public sealed class ExplainCommandTests : CommandLine
{
    [Test]
    public void Explain_writes_a_file_whole()
    {
        Assert.That(Run("explain --model toy2d --batch 2 --format svg --out step.svg"), Does.Contain("Written: step.svg"));
        Assert.That(File.ReadAllText("step.svg"), Does.StartWith("<svg").And.EndWith("</svg>\n"));
    }

    [TestCase("explain --model vae", "Unknown model 'vae'")]
    [TestCase("explain --format dot", "--format: expected text, mermaid or svg, got 'dot'.")]
    [TestCase("explain --launches --format svg", "--launches is a list, not a graph: leave out --format svg.")]
    [TestCase("explain --batch 5000", "--batch: expected 2 to 4,096, got 5000.")]
    [TestCase("explain --freeze-discriminator perhaps", "--freeze-discriminator: expected true or false, got 'perhaps'.")]
    public void Mistakes(string arguments, string sentence) => Mistake(arguments, sentence);
}
