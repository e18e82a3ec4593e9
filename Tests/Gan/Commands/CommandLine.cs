using System.Security.Cryptography;
using GanFromScratch.Gan;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers.Serialization;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.Gan.Commands;

/// <summary>Command lines of the program Gan.</summary>
public abstract class CommandLine : ProgramFixture
{
    protected static (int Code, string Output, string Errors) Gan(params string[] arguments) => Call(Program.Main, arguments);

    /// <summary>A command line that works.</summary>
    protected static string Run(params string[] arguments) => Succeed(Gan(arguments));

    protected static void Mistake(string arguments, string sentence) => Refuse(Gan(arguments), sentence);

    /// <summary>A number for all tensors in a run's newest checkpoint whose names begin so.</summary>
    protected static string CheckSum(string run, string names = "")
    {
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((_, SafeTensor tensor) in SafeTensors.Load(RunFolder.Open(run).CheckpointFiles()[0]).Tensors
            .Where(t => t.Key.StartsWith(names, StringComparison.Ordinal)).OrderBy(t => t.Key, StringComparer.Ordinal))
            sum.AppendData(tensor.Data);
        return Convert.ToHexString(sum.GetHashAndReset());
    }

    protected static void Mistake(string[] arguments, string sentence) => Refuse(Gan(arguments), sentence);
}
