using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Gan.Data.Tables;
using GanFromScratch.Gan.Output;
using GanFromScratch.Layers.Serialization;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// A run's folder: options.json, log.csv, losses.svg, alarms.txt, history.txt, samples/epoch-0001.png …, samples/final.png,
/// checkpoints/step-00000937.safetensors. Every file is written under a temporary name and then renamed, so that a kill leaves either the
/// old file or the new one; only rows of the log are appended, and a last line without its end is none. Any other files in the folder
/// belong to the user and are neither changed nor deleted.
/// </summary>
public sealed class RunFolder
{
    /// <summary>Number of checkpoints kept: the newest and one fallback.</summary>
    private const int CheckpointsKept = 2;

    private const string Prefix = "step-", Suffix = ".safetensors", DamagedSuffix = ".damaged";
    private const string OptionsName = "options.json", LockName = ".lock", SamplesName = "samples", CheckpointsName = "checkpoints",
    FinalName = "final.png", EncoderName = "encoder.safetensors", ColumnsName = "columns.json",
    HistoryName = "history.txt";

    private static readonly string[] FileNames =
        [OptionsName, LockName, "log.csv", "losses.svg", "alarms.txt", HistoryName, "scores.json", EncoderName, ColumnsName];

    private RunFolder(string path) => Path = path;

    public string Path { get; }

    public string OptionsFile => System.IO.Path.Combine(Path, OptionsName);

    public string LogFile => System.IO.Path.Combine(Path, "log.csv");

    public string AlarmsFile => System.IO.Path.Combine(Path, "alarms.txt");

    /// <summary>See <see cref="RunHistory"/>.</summary>
    public string HistoryFile => System.IO.Path.Combine(Path, HistoryName);

    /// <summary>The last result of <c>score</c> for the run, as its JSON line.</summary>
    public string ScoresFile => System.IO.Path.Combine(Path, "scores.json");

    /// <summary>The encoder that <c>anomaly</c> trains for the run.</summary>
    public string EncoderFile => System.IO.Path.Combine(Path, EncoderName);

    /// <summary>The columns of the data of a <see cref="Models.ColumnsModel"/>.</summary>
    public string ColumnsFile => System.IO.Path.Combine(Path, ColumnsName);

    public string LossPlotFile => System.IO.Path.Combine(Path, "losses.svg");

    public string FinalSamplesFile => System.IO.Path.Combine(Path, SamplesName, FinalName);

    /// <summary>The event files of <c>--tensorboard</c>.</summary>
    public string TensorboardFolder => System.IO.Path.Combine(Path, "tensorboard");

    /// <summary>Whether the folder for checkpoints exists, even if empty: a run creates it when it starts.</summary>
    public bool HasCheckpointFolder => Directory.Exists(Checkpoints);

    private string Checkpoints => System.IO.Path.Combine(Path, CheckpointsName);

    /// <summary>A new run's folder; without a name, runs/MODEL-DATA-N with the first free N.</summary>
    /// <exception cref="InputException">The folder is not empty or cannot be created.</exception>
    public static RunFolder Create(string? path, TrainingOptions options)
    {
        if (path == null)
        {
            string data = System.IO.Path.GetFileNameWithoutExtension(options.Data.TrimEnd('/', '\\'));
            path = FirstFree($"{options.Model}-{data}");
        }

        try
        {
            if (File.Exists(path))
                throw new InputException($"--out {path} is a file, and it will not be overwritten: choose another folder.");
            if (Directory.Exists(path) && !IsUnused(path))
            {
                string advice = IsAt(path)
                    ? $"choose another --out, or go on with this run by --resume {ShellWords.QuotePath(path)}"
                    : "choose another --out";
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

    /// <summary>runs/NAME-N with the first free N.</summary>
    public static string FirstFree(string name)
    {
        string path;
        int number = 1;
        while (System.IO.Path.Exists(path = System.IO.Path.Combine("runs", $"{name}-{number}")))
            number++;
        return path;
    }

    /// <summary>Whether a folder is that of a run.</summary>
    public static bool IsAt(string path) => File.Exists(System.IO.Path.Combine(path, OptionsName));

    /// <summary>An existing run's folder.</summary>
    /// <exception cref="InputException">Not the folder of a run.</exception>
    public static RunFolder Open(string path)
    {
        var folder = new RunFolder(path);
        if (!Directory.Exists(path))
            throw new InputException($"'{path}': there is no such folder; expected the folder of a training run.");
        if (IsAt(path))
            return folder;
        throw new InputException(
            File.Exists(System.IO.Path.Combine(path, LockName)) && IsUnused(path)
                ? $"{path} is the folder of a run that was stopped before its first step, so there is nothing to go on "
                    + $"with; start it again with train --out {ShellWords.QuotePath(path)}."
                : $"{path} is not the folder of a training run: it has no options.json; give the folder that train's last lines name.");
    }

    /// <summary>
    /// The folder of the run that <paramref name="file"/> belongs to; null if it belongs to none, or is only a page about the run.
    /// </summary>
    /// <param name="file">A full path without links.</param>
    public static string? OwnerOf(string file)
    {
        string name = System.IO.Path.GetFileName(file), folder = System.IO.Path.GetDirectoryName(file) ?? file;
        string within = System.IO.Path.GetFileName(folder), above = System.IO.Path.GetDirectoryName(folder) ?? folder;
        return IsOwnFile("", name) && IsAt(folder) ? folder
            : within.Length > 0 && IsOwnFile(within, name) && IsAt(above) ? above
            : null;
    }

    /// <summary>The picture of an epoch, or of a step within it.</summary>
    public string SamplesFile(int epoch, long? step = null) => System.IO.Path.Combine(
        Path, SamplesName,
        string.Create(CultureInfo.InvariantCulture, $"epoch-{epoch:0000}{(step == null ? "" : $"-step-{step:00000000}")}.png"));

    public string CheckpointFile(long step) =>
        System.IO.Path.Combine(Checkpoints, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{step:00000000}{Suffix}"));

    /// <summary>
    /// Checkpoints, newest first, ordered by the step stored in each: a copy renamed to a later step is not newer. An unreadable one is
    /// ordered by its name. Files with other names are ignored.
    /// </summary>
    public IReadOnlyList<string> CheckpointFiles() => [.. FindCheckpoints().Select(c => c.File)];

    /// <summary>
    /// Deletes all but the newest checkpoints. Files that cannot be read, or whose name does not match the stored step, are kept: they are
    /// not ours.
    /// </summary>
    public void RemoveOldCheckpoints()
    {
        foreach ((string file, _, _) in FindCheckpoints().Where(c => c.IsOurs).Skip(CheckpointsKept))
            File.Delete(file);
    }

    /// <summary>Renames a damaged checkpoint so that it no longer counts as the newest; nothing is overwritten.</summary>
    /// <returns>The new name.</returns>
    public static string SetAside(string checkpoint)
    {
        for (int number = 1; ; number++)
        {
            string aside = number == 1
                ? checkpoint + DamagedSuffix
                : string.Create(CultureInfo.InvariantCulture, $"{checkpoint}{DamagedSuffix}-{number}");
            try
            {
                File.Move(checkpoint, aside, overwrite: false);
                return aside;
            }
            catch (IOException) when (System.IO.Path.Exists(aside) || new FileInfo(aside).LinkTarget != null)
            {
                // The name is taken by an earlier one; try the next number.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"{checkpoint} is damaged and cannot be renamed: {e.Message.TrimEnd('.')}; move it away.", e);
            }
        }
    }

    /// <summary>
    /// Locks the folder for this process until the result is disposed or the process ends in any way, because two processes training in one
    /// folder would overwrite each other's files. Then deletes the partially written files of a killed process.
    /// </summary>
    /// <exception cref="InputException">Another process holds the lock.</exception>
    public IDisposable Lock()
    {
        string path = System.IO.Path.Combine(Path, LockName);
        FileStream held;
        try
        {
            if (FileKinds.Of(path) is not (FileKind.Absent or FileKind.RegularFile) and var kind)
                throw new InputException($"{path} is {kind.Words()}, expected a regular file or none; move it away.");
            held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e.Message.Contains("being used by another process", StringComparison.Ordinal))
        {
            throw new InputException(
                $"{Path} is in use by another process that trains there: wait for its end, or stop it with Ctrl+C.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                $"Cannot write into {Path}: {e.Message.TrimEnd('.')}; change its permissions, or copy the folder and go on there.", e);
        }

        foreach (string within in new[] { "", SamplesName, CheckpointsName })
            AtomicFile.RemoveLeftovers(System.IO.Path.Combine(Path, within), name => IsOwnFile(within, name));
        return held;
    }

    /// <summary>Writes what a new run needs to be resumable, whenever it is killed.</summary>
    public void Begin(TrainingOptions options)
    {
        WriteOptions(options);
        Directory.CreateDirectory(Checkpoints);
    }

    /// <exception cref="InputException">The file is damaged, or an option in it is.</exception>
    public TrainingOptions ReadOptions()
    {
        // A run's file states its image format. A file without one is from a version before the format could be chosen.
        TrainingOptions options = TrainingOptions.Read(OptionsFile);
        options = options.WithFormat(options.FindModel().Format);
        return options.FindModel() is Models.ColumnsModel ? options with { Columns = DataColumns.Read(ColumnsFile) } : options;
    }

    public void WriteOptions(TrainingOptions options)
    {
        options.Columns?.Write(ColumnsFile);
        AtomicFile.Write(OptionsFile, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(options.ToJson())));
    }

    private IEnumerable<(string File, long Step, bool IsOurs)> FindCheckpoints()
    {
        if (!HasCheckpointFolder)
            return [];
        var found = new List<(string File, long Step, bool IsOurs)>();
        foreach (string file in Directory.EnumerateFiles(Checkpoints))
        {
            if (StepOf(System.IO.Path.GetFileName(file)) is long named)
                found.Add(Checkpoint.StepWithin(file) is long step ? (file, step, step == named) : (file, named, false));
        }

        return found.OrderByDescending(c => c.Step).ThenByDescending(c => c.IsOurs).ThenBy(c => c.File, StringComparer.Ordinal);
    }

    /// <summary>Whether a run writes a file of this name into its folder, or into the subfolder <paramref name="within"/>.</summary>
    private static bool IsOwnFile(string within, string name) => within switch
    {
        "" => FileNames.Contains(name),
        SamplesName =>
            name == FinalName || (name.StartsWith("epoch-", StringComparison.Ordinal) && name.EndsWith(".png", StringComparison.Ordinal)),
        CheckpointsName => StepOf(name) != null,
        _ => false,
    };

    /// <summary>Whether a folder holds only the files of a run that ended before it wrote its options.</summary>
    private static bool IsUnused(string path) => new DirectoryInfo(path).EnumerateFileSystemInfos().All(entry =>
        entry.LinkTarget == null && (entry is DirectoryInfo folder
            ? folder.Name is SamplesName or CheckpointsName && !folder.EnumerateFileSystemInfos().Any()
            : entry.Name == LockName || AtomicFile.TargetNameOf(entry.Name) == OptionsName));

    /// <summary>The step in a checkpoint's file name, null for other files.</summary>
    private static long? StepOf(string name) =>
        name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(Suffix, StringComparison.Ordinal)
            && name.Length > Prefix.Length + Suffix.Length
            && long.TryParse(name.AsSpan()[Prefix.Length..^Suffix.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long step)
                ? step
                : null;
}
