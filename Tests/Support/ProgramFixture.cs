using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Support;

/// <summary>A program in this process, in a folder of its own, with its output caught.</summary>
[NonParallelizable]
public abstract class ProgramFixture
{
    private TemporaryFolder temporary = null!;
    private string before = null!;

    /// <summary>The folder in which the commands run; gone after the test.</summary>
    protected string Folder => temporary.Path;

    [SetUp]
    public void Enter()
    {
        temporary = new TemporaryFolder();
        before = Environment.CurrentDirectory;
        Environment.CurrentDirectory = temporary.Path;
    }

    [TearDown]
    public void Leave()
    {
        Environment.CurrentDirectory = before;
        temporary.Dispose();
    }

    /// <summary>Runs a command line; arguments are separated by spaces, or given one by one.</summary>
    protected static (int Code, string Output, string Errors) Call(Func<string[], int> program, string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        (TextWriter standardOutput, TextWriter standardError) = (Console.Out, Console.Error);
        Console.SetOut(output);
        Console.SetError(errors);
        try
        {
            string[] words = arguments.Length == 1 ? arguments[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) : arguments;
            return (program(words), output.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(standardOutput);
            Console.SetError(standardError);
        }
    }

    /// <summary>The output of a command line that works.</summary>
    protected static string Succeed((int Code, string Output, string Errors) result)
    {
        Assert.That(result.Code, Is.Zero, result.Errors);
        return result.Output;
    }

    /// <summary>A mistake: exit code 2, one sentence on standard error, nothing on standard output.</summary>
    protected static void Refuse((int Code, string Output, string Errors) result, string sentence) => Assert.Multiple(() =>
    {
        Assert.That(result.Code, Is.EqualTo(2));
        Assert.That(result.Errors, Does.Contain(sentence));
        Assert.That(
            result.Errors.TrimEnd('\n'), Does.EndWith(".").And.Not.Contain("\n").And.Not.Contain("   at "), "one sentence, no stack trace");
        Assert.That(result.Output, Is.Empty);
    });
}
