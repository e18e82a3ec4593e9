using System.Diagnostics;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>
/// The program as a process of its own, ended by signals in the middle of its work. The moments are chosen by what it has written so far;
/// whichever step that is, the results must be those of a run that was left alone.
/// </summary>
[Platform(Include = "Unix")]
public sealed class KilledRunTests
{
    private const string Kill = "KILL", Interrupt = "INT", Terminate = "TERM", Hangup = "HUP";

    // So many epochs that no machine is done before the signal comes, however late that is. Where it is to end is decided afterwards: an
    // epoch after the one it came to.
    private static readonly string[] Job =
    [
        "--model", "toy2d", "--recipe", "tutorial", "--data", "moons", "--batch", "16", "--checkpoint-every", "2e", "--sample-every", "1e",
        "--sample-count", "20", "--threads", "1",
    ];
    private static readonly string[] Endless = ["--epochs", "1000000"];

    private readonly TemporaryFolder temporary = new();
    private string path = null!;

    [OneTimeTearDown]
    public void Remove() => temporary.Dispose();

    [SetUp]
    public void ChooseFolder() => path = Path.Combine(temporary.Path, TestContext.CurrentContext.Test.ID);

    [Test]
    public void Killed_while_it_writes_a_checkpoint()
    {
        // The first moment at which a half-written checkpoint is seen; if none is, a checkpoint is being made a little later anyway.
        Start(Kill, () => Files("checkpoints", "*.tmp").Length > 0 || Files("checkpoints", "*.safetensors").Length > 1);
        Finish();
    }

    [Test]
    public void Killed_in_the_first_epoch_after_a_checkpoint_and_again_after_the_next()
    {
        Start(Kill, () => Files("checkpoints", "*.safetensors").Length > 0);
        string[] before = Files("checkpoints", "*.safetensors");
        Resume(Kill, () => Files("checkpoints", "*.safetensors").Except(before).Any());
        Finish();
    }

    [Test]
    public void Killed_as_soon_as_it_has_a_folder()
    {
        Start(Kill, () => File.Exists(Path.Combine(path, "options.json")));
        Finish();
    }

    [TestCase(Interrupt)]
    [TestCase(Terminate)]
    [TestCase(Hangup)]
    public void Asked_to_stop_it_saves_and_says_how_to_go_on(string signal)
    {
        (int code, string output) = Start(signal, () => Files("samples", "epoch-0003.png").Length > 0);
        Assert.Multiple(() =>
        {
            Assert.That(code, Is.EqualTo(1));
            Assert.That(output, Does.Match($"Stopped and saved. Resume with: dotnet .*Gan.dll train --resume {path}\n"));
            Assert.That(Files("samples", "final.png"), Is.Empty);
        });
        Finish();
    }

    private (int Code, string Output) Start(string signal, Func<bool> moment) =>
        Interrupted(signal, moment, ["train", .. Job, .. Endless, "--out", path]);

    private void Resume(string signal, Func<bool> moment) => Interrupted(signal, moment, ["train", "--resume", path]);

    private void Finish()
    {
        // A killed run may have left the picture of an epoch that it had not written into the log yet.
        string log = Path.Combine(path, "log.csv"), epochs = $"{(File.Exists(log) ? (int)TrainingLog.Read(log)[^1].Epoch : 0) + 2}";
        Assert.That(Run("train", path, ["--resume", path, "--epochs", epochs]), Is.Zero);
        string straight = path + "-straight";
        Assert.That(Run("train", straight, [.. Job, "--epochs", epochs, "--out", straight]), Is.Zero);
        RunComparison.SameResults(straight, path);
        Assert.That(Directory.GetFiles(path, "*.tmp", SearchOption.AllDirectories), Is.Empty, "what the killed one left is cleared away");
    }

    private string[] Files(string folder, string pattern) =>
        Directory.Exists(Path.Combine(path, folder)) ? Directory.GetFiles(Path.Combine(path, folder), pattern) : [];

    private static (int Code, string Output) Interrupted(string signal, Func<bool> moment, string[] arguments)
    {
        using Process process = Child.Start(arguments);
        while (!moment() && !process.HasExited)
            Thread.Yield();
        Assert.That(process.HasExited, Is.False, "it was done before the moment came");
        using (Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            kill.WaitForExit();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            process.Kill();
            Assert.Fail($"SIG{signal} did not end it. (Under nohup SIGHUP is ignored, by the tests' children too: run them without.)");
        }

        Assert.That(process.ExitCode, Is.Not.Zero, "it was done before the signal came");
        return (process.ExitCode, output.Result);
    }

    private static int Run(string verb, string run, string[] arguments)
    {
        using Process process = Child.Start([verb, .. arguments]);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(output, Does.Contain($"Samples: {run}"));
        return process.ExitCode;
    }
}

/// <summary>The program in a process of its own.</summary>
internal static class Child
{
    /// <summary>The host that runs these tests; it runs the program as well.</summary>
    private static readonly string Host = Environment.ProcessPath is string path
        && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";

    private static readonly string Gan = Path.Combine(AppContext.BaseDirectory, "Gan.dll");

    /// <summary>The words that start it, for a shell.</summary>
    public static string ForShell => $"'{Host}' '{Gan}'";

    public static Process Start(params string[] arguments)
    {
        return Process.Start(new ProcessStartInfo(Host, [Gan, .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
    }
}
