using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Benchmarks;

/// <summary>The program Benchmarks in this process, with its output caught.</summary>
[NonParallelizable]
public abstract class BenchmarkCommandLine
{
    private readonly TemporaryFolder temporary = new();

    /// <summary>A folder for the fixture's files; gone after it.</summary>
    protected string Folder => temporary.Path;

    [OneTimeTearDown]
    public void Remove() => temporary.Dispose();

    protected static (int Code, string Output, string Errors) Benchmarks(params string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        (TextWriter standardOutput, TextWriter standardError) = (Console.Out, Console.Error);
        Console.SetOut(output);
        Console.SetError(errors);
        try
        {
            return (GanFromScratch.Benchmarks.Program.Main(arguments), output.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(standardOutput);
            Console.SetError(standardError);
        }
    }

    /// <summary>A mistake: exit code 2, one sentence on standard error, nothing on standard output.</summary>
    protected static void Mistake(string[] arguments, string sentence)
    {
        (int code, string output, string errors) = Benchmarks(arguments);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(2));
            Assert.That(errors, Does.Contain(sentence));
            Assert.That(
                errors.TrimEnd('\n'), Does.EndWith(".").And.Not.Contain("\n").And.Not.Contain("   at "), "one sentence, no stack trace");
            Assert.That(output, Is.Empty);
        });
    }
}
