using GanFromScratch.Gan;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>Command lines of the program Gan.</summary>
public abstract class CommandLine : ProgramFixture
{
    protected static (int Code, string Output, string Errors) Gan(params string[] arguments) => Call(Program.Main, arguments);

    /// <summary>A command line that works.</summary>
    protected static string Run(params string[] arguments) => Succeed(Gan(arguments));

    protected static void Mistake(string arguments, string sentence) => Refuse(Gan(arguments), sentence);

    protected static void Mistake(string[] arguments, string sentence) => Refuse(Gan(arguments), sentence);
}
