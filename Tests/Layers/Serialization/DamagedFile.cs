using GanFromScratch.Engine;

namespace GanFromScratch.Tests.Layers.Serialization;

/// <summary>One entry of the corpus of damaged files: what is wrong, the bytes, and words that the error must contain.</summary>
public sealed record DamagedFile(string Case, byte[] Bytes, params string[] Words)
{
    /// <summary>
    /// Reading the file must give an <see cref="InputException"/> of one sentence that names the file and says what is wrong.
    /// </summary>
    public void AssertRefused(string fileName, Action<string> read)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write(fileName, Bytes);
        string message = Assert.Throws(Is.InstanceOf<InputException>(), () => read(path))!.Message;
        Assert.Multiple(() =>
        {
            Assert.That(message, Does.Contain(path));
            foreach (string word in Words)
                Assert.That(message, Does.Contain(word));
            Assert.That(message, Does.EndWith("."), "a sentence");
            Assert.That(message, Does.Not.Contain(". ").And.Not.Contain("\n"), "one sentence");
            Assert.That(message, Does.Contain(";"), "what to do stands after a semicolon");
            Assert.That(message, Has.Length.LessThan(600), "no more than a line of the file is quoted");
        });
    }

    public TestCaseData AsTestCase() => new TestCaseData(this).SetArgDisplayNames(Case);
}
