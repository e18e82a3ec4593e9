using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// Where a run keeps its things: options.json, log.csv, losses.svg, alarms.txt, samples/epoch-0001.png …, samples/final.png,
/// checkpoints/step-00000937.safetensors. Every file is written beside its place and moved there, so that a kill leaves the old one or the
/// new one.
/// </summary>
public sealed class RunFolder
{
    /// <summary>Checkpoints kept: the newest, and one to fall back on.</summary>
    private const int CheckpointsKept = 2;

    private const string Prefix = "step-", Suffix = ".safetensors";

    private RunFolder(string path) => Path = path;

    public string Path { get; }

    public string OptionsFile => System.IO.Path.Combine(Path, "options.json");

    public string LogFile => System.IO.Path.Combine(Path, "log.csv");

    public string AlarmsFile => System.IO.Path.Combine(Path, "alarms.txt");

    /// <summary>What <c>score</c> last said of the run, as its JSON line.</summary>
    public string ScoresFile => System.IO.Path.Combine(Path, "scores.json");

    public string LossPlotFile => System.IO.Path.Combine(Path, "losses.svg");

    public string FinalSamplesFile => System.IO.Path.Combine(Path, "samples", "final.png");

    private string Checkpoints => System.IO.Path.Combine(Path, "checkpoints");

    /// <summary>A new run's folder; without a name, runs/MODEL-DATA-N with the first free N.</summary>
    /// <exception cref="InputException">The folder holds something already, or cannot be made.</exception>
    public static RunFolder Create(string? path, TrainingOptions options)
    {
        if (path == null)
        {
            string data = System.IO.Path.GetFileNameWithoutExtension(options.Data.TrimEnd('/', '\\'));
            int number = 1;
            while (System.IO.Path.Exists(path = System.IO.Path.Combine("runs", $"{options.Model}-{data}-{number}")))
                number++;
        }

        try
        {
            if (File.Exists(path))
                throw new InputException($"--out {path} is a file, and it will not be overwritten: choose another folder.");
            if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
            {
                string advice = File.Exists(new RunFolder(path).OptionsFile) ? $"choose another --out, or go on with this run by --resume {Quote(path)}" : "choose another --out";
                throw new InputException($"{path} exists already and nothing in it will be overwritten: {advice}.");
            }

            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"Cannot make the folder {path}: {e.Message.TrimEnd('.')}; choose another --out.", e);
        }

        return new RunFolder(path);
    }

    /// <summary>An existing run's folder.</summary>
    /// <exception cref="InputException">Not the folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(path);
        if (!Directory.Exists(path))
            throw new InputException($"'{path}': there is no such folder; expected the folder of a training run.");
        if (!File.Exists(folder.OptionsFile))
            throw new InputException($"{path} is not the folder of a training run: it has no options.json; give the folder that train's last lines name.");
        return folder;
    }

    /// <summary>A path as one types it into a shell.</summary>
    public static string Quote(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    public string SamplesFile(int epoch) => System.IO.Path.Combine(Path, "samples", string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:0000}.png"));

    public string CheckpointFile(long step) => System.IO.Path.Combine(Checkpoints, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:00000000}{Suffix}"));

    /// <summary>Checkpoints, the newest first. Files with other names are not this program's business.</summary>
    public IReadOnlyList<string> CheckpointFiles() =>
        Directory.Exists(Checkpoints)
            ? [.. Directory.EnumerateFiles(Checkpoints).Where(f => StepOf(f) >= 0).OrderByDescending(StepOf)]
            : [];

    /// <summary>Deletes all but the newest checkpoints.</summary>
    public void RemoveOldCheckpoints()
    {
        foreach (string file in CheckpointFiles().Skip(CheckpointsKept))
            File.Delete(file);
    }

    /// <summary>
    /// Takes the folder for this process until the result is disposed or the process ends in whatever way; two that train in one folder
    /// would destroy each other's work. Then clears away what a killed predecessor had half written.
    /// </summary>
    /// <exception cref="InputException">Another process has it.</exception>
    public IDisposable Lock()
    {
        FileStream held;
        try
        {
            held = new FileStream(System.IO.Path.Combine(Path, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.Message.Contains("being used by another process", StringComparison.Ordinal))
        {
            throw new InputException($"{Path} is in use by another process that trains there: wait for its end, or stop it with Ctrl+C.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"Cannot write into {Path}: {e.Message.TrimEnd('.')}; change its permissions, or copy the folder and go on there.", e);
        }

        foreach (string file in Directory.EnumerateFiles(Path, "*.tmp", SearchOption.AllDirectories))
            File.Delete(file);
        return held;
    }

    /// <exception cref="InputException">The file is damaged, or an option in it is.</exception>
    public TrainingOptions ReadOptions()
    {
        // A run knows its images. Where its file says nothing of them, it is from before there was a choice.
        TrainingOptions options = TrainingOptions.Read(OptionsFile);
        return options.WithFormat(options.FindModel().Format);
    }

    public void WriteOptions(TrainingOptions options) => AtomicFile.Write(OptionsFile, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(options.ToJson())));

    /// <summary>The step in a checkpoint's name, −1 for a file that is none.</summary>
    private static long StepOf(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        return name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Prefix.Length + Suffix.Length
            && long.TryParse(name.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? step : -1;
    }
}
