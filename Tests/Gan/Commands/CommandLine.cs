using GanFromScratch.Gan;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>The program in this process, in a folder of its own, with its output caught.</summary>
[NonParallelizable]
public abstract class CommandLine
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
    protected static (int Code, string Output, string Errors) Gan(params string[] arguments)
    {
        StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        (TextWriter standardOutput, TextWriter standardError) = (Console.Out, Console.Error);
        Console.SetOut(output);
        Console.SetError(errors);
        try
        {
            string[] words = arguments.Length == 1 ? arguments[0].Split(' ', StringSplitOptions.RemoveEmptyEntries) : arguments;
            return (Program.Main(words), output.ToString(), errors.ToString());
        }
        finally
        {
            Console.SetOut(standardOutput);
            Console.SetError(standardError);
        }
    }

    /// <summary>A command line that works.</summary>
    protected static string Run(params string[] arguments)
    {
        (int code, string output, string errors) = Gan(arguments);
        Assert.That(code, Is.Zero, errors);
        return output;
    }

    /// <summary>A mistake: exit code 2, one sentence on standard error, nothing on standard output.</summary>
    protected static void Mistake(string arguments, string sentence) =>
        Mistake(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), sentence);

    protected static void Mistake(string[] arguments, string sentence)
    {
        (int code, string output, string errors) = Gan(arguments);
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
