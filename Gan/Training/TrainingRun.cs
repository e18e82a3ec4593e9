using System.Diagnostics;
using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Games;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Profiling;
using GanFromScratch.Gan.Scores;

namespace GanFromScratch.Gan.Training;

/// <summary>
/// The training loop of a run: epochs of <see cref="GanTrainer"/>'s steps, with a log, pictures and checkpoints. A signal makes it finish
/// the step and save a checkpoint; a kill loses the steps after the last checkpoint. A resumed run continues bit for bit in both cases.
/// </summary>
public sealed class TrainingRun : IDisposable
{
    private static readonly TimeSpan DisplayInterval = TimeSpan.FromMilliseconds(250);

    private readonly TrainingOptions options;
    private readonly RunFolder folder;
    private readonly IDisposable folderLock;
    private readonly ITrainingDisplay display;
    private readonly Device device;
    private readonly DeviceNotes deviceNotes;
    private readonly GanModel model;
    private readonly GanTrainer trainer;
    private readonly ISampleSource samples;
    private readonly BatchOrder order;
    private readonly RunOutputs outputs;
    private readonly TrainingScores? scores;
    private readonly AlarmLog alarmLog;
    private readonly FailureWatch watch;
    private readonly RunFingerprint fingerprint;
    private readonly ResumeConsent? resumed;
    private readonly long epochsEnd;
    private readonly RateSchedule generatorRate, discriminatorRate;
    private readonly Recurrence checkpointDue;

    // Since the first step: in all, and without what is written between steps.
    private readonly Stopwatch clock = new(), trained = new();
    private TrainingPosition position;
    private TrainingPosition? saved;
    private long firstStep;
    private IReadOnlyList<string> changes = [];

    private TrainingRun(
        TrainingOptions options, RunFolder folder, IDisposable folderLock, GanTrainer trainer, DeviceNotes deviceNotes,
        ISampleSource samples, TrainingScores? scores, ITrainingDisplay display, ResumeConsent? resumed)
    {
        this.options = options;
        this.folder = folder;
        this.trainer = trainer;
        this.deviceNotes = deviceNotes;
        device = trainer.Device;
        model = options.FindModel();
        this.samples = samples;
        this.display = display;
        this.folderLock = folderLock;
        this.resumed = resumed;
        fingerprint = RunFingerprint.Of(options, samples, device);
        order = new BatchOrder(samples.Count, options.Batch, options.Seed);
        if (resumed == null)
            folder.Begin(options);
        else
            Restore();
        epochsEnd = EndOfEpochs();
        generatorRate = RateSchedule.Of(options.GeneratorSchedule, options.GeneratorRate, options.Epochs, options.Warmup);
        discriminatorRate = RateSchedule.Of(options.DiscriminatorSchedule, options.DiscriminatorRate, options.Epochs, options.Warmup);
        this.scores = scores;
        alarmLog = new AlarmLog(folder, position.Epoch);
        watch = new FailureWatch(options, samples);
        outputs = new RunOutputs(options, folder, trainer, samples, scores, display, position);
        checkpointDue = new Recurrence(options.CheckpointEvery);
        if (resumed != null)
        {
            folder.WriteOptions(options);
            RunHistory.Add(folder, position.Step, changes);
        }

        display.Note(
            $"{model.Name} on {device.Name} ({device.Description}); {samples.Count:N0} samples of "
            + $"{options.Data}{model.SampleNote}; seed {options.Seed}");
        string?[] cautions = [trainer.Caution, PerceptualLoss.Note(options), .. resumed == null ? DataCheck.Look(samples, options) : []];
        foreach (string? caution in cautions.Where(note => note != null))
            display.Note(caution!);
    }

    /// <summary>The paths printed at the end of the run.</summary>
    public (string Folder, string Samples, string Losses) Outputs => (folder.Path, folder.FinalSamplesFile, folder.LossPlotFile);

    /// <summary>Observes the run's first steps; null if not requested (<see cref="ObserveFirstSteps"/>).</summary>
    public StepProfiler? Profiler { get; private set; }

    /// <summary>Why the run cannot go on: a loss is no longer a number. Null while it can.</summary>
    public string? Failure { get; private set; }

    private int StepsPerEpoch => options.StepsPerEpoch(samples.Count);

    private long TotalSteps => options.Steps > 0 ? Math.Min(epochsEnd, options.Steps) : epochsEnd;

    /// <summary>Whether the last step asked for is done, or the time is up.</summary>
    private bool IsOver => position.Step >= TotalSteps || (options.Budget > 0 && position.Seconds >= options.Budget);

    /// <summary>A new run. Its folder is created last, so that an error in the options or data leaves no folder behind.</summary>
    /// <exception cref="InputException">A mistake in the options, the data or the folder.</exception>
    /// <param name="usualLength">Nobody chose a number of epochs, so small data may have more.</param>
    public static TrainingRun Start(TrainingOptions options, string? path, ITrainingDisplay display, bool usualLength = false)
    {
        ISampleSource samples = TrainingData.Load(options, display.Note);
        options = options.For(samples);
        if (usualLength)
            options = options.WithEnoughSteps(samples.Count);
        Device device = options.OpenDevice();
        return Open(options, () => RunFolder.Create(path, options), device, samples, display, resumed: null);
    }

    /// <summary>Resumes a run from its newest intact checkpoint; a run killed before its first checkpoint starts again.</summary>
    /// <param name="consent">What may differ from when the checkpoint was saved; nothing if left out.</param>
    /// <exception cref="InputException">The folder, its checkpoints, its data or the options do not allow it.</exception>
    public static TrainingRun Resume(TrainingOptions options, RunFolder folder, ITrainingDisplay display, ResumeConsent consent = default)
    {
        ISampleSource samples = TrainingData.Load(options, display.Note);
        return Open(
            options, () => folder, options.OpenDevice(), samples, display, consent);
    }

    /// <summary>Trains until the end or until <paramref name="stop"/>.</summary>
    /// <returns>Whether the end was reached.</returns>
    public bool Run(CancellationToken stop)
    {
        if (IsOver)
        {
            string limit = position.Step >= epochsEnd ? "--epochs" : position.Step >= TotalSteps ? "--steps" : "--budget";
            display.Note(
                $"This run has finished: epoch {position.Epoch:N0} of {options.Epochs:N0}, {position.Step:N0} steps; give a larger {limit} "
                + $"to train on.");
            if (!File.Exists(folder.FinalSamplesFile))
                outputs.WriteFinal();
            return true;
        }

        display.Begin(options, position.Step, TotalSteps);
        firstStep = position.Step;
        clock.Start();
        trained.Start();
        try
        {
            while (!IsOver && !stop.IsCancellationRequested && Failure == null)
                Epoch(stop);
        }
        finally
        {
            display.End();
        }

        if (Failure == null && saved != position)
            Save();
        if (Failure != null)
        {
            Diagnose(stop);
            return false;
        }

        if (!IsOver)
            return false;
        outputs.WriteFinal();
        return true;
    }

    /// <summary>Profiles the first steps. The weights stay the same; those steps take longer.</summary>
    public StepProfiler ObserveFirstSteps() => Profiler = new StepProfiler(device);

    public void Dispose()
    {
        outputs.Dispose();
        scores?.Dispose();
        trainer.Dispose();
        deviceNotes.Dispose();
        device.Dispose();
        folderLock.Dispose();
    }

    private static TrainingRun Open(
        TrainingOptions options, Func<RunFolder> openFolder, Device device, ISampleSource samples, ITrainingDisplay display,
        ResumeConsent? resumed)
    {
        IDisposable? held = null;
        GanTrainer? trainer = null;
        TrainingScores? scores = null;
        var notes = new DeviceNotes(device, display.Note);
        try
        {
            trainer = new GanTrainer(options, device);
            if (resumed == null)
                InitialWeights.Load(options, trainer, display.Note);
            scores = TrainingScores.Open(options, device, display.Note);
            RunFolder folder = openFolder();
            held = folder.Lock();
            return new TrainingRun(options, folder, held, trainer, notes, samples, scores, display, resumed);
        }
        catch
        {
            held?.Dispose();
            trainer?.Dispose();
            scores?.Dispose();
            notes.Dispose();
            device.Dispose();
            throw;
        }
    }

    private void Epoch(CancellationToken stop)
    {
        TimeSpan begin = trained.Elapsed, nextDisplay = begin;
        int first = position.BatchInEpoch;
        double before = position.Seconds;
        SetLearningRates(trainer, position);
        do
        {
            if (Profiler == null)
                Step();
            else
                Profiler.Step(Step);
            position = position with
            {
                BatchInEpoch = position.BatchInEpoch + 1, Step = position.Step + 1, RowSteps = position.RowSteps + 1,
            };
            if (position.Step % FailureWatch.Interval == 0)
                LookForFailures();
            if (options.Budget > 0)
                position = position with { Seconds = before + (trained.Elapsed - begin).TotalSeconds };
            if (trained.Elapsed >= nextDisplay)
            {
                ShowProgress((position.BatchInEpoch - first) / (trained.Elapsed - begin).TotalSeconds);
                nextDisplay = trained.Elapsed + DisplayInterval;
            }

            if (Failure == null)
                WriteWhatIsDue();
        }
        while (position.BatchInEpoch > 0 && !IsOver && !stop.IsCancellationRequested && Failure == null);
    }

    private void Step()
    {
        if (options.Warmup > 0 && position.Step <= options.Warmup)
            SetLearningRates(trainer, position);
        trainer.Step(samples, order, position.Epoch, position.BatchInEpoch * options.DiscriminatorSteps);
    }

    private void ShowProgress(double stepsPerSecond)
    {
        StepMetrics metrics = trainer.ReadMetrics(position.RowSteps);
        if (!metrics.AreFinite)
        {
            Fail(metrics);
            return;
        }

        // The remaining time includes the work between steps: pictures and checkpoints.
        double secondsPerStep = clock.Elapsed.TotalSeconds / (position.Step - firstStep);
        double timeLeft = options.Budget > 0 ? options.Budget - position.Seconds : double.PositiveInfinity;
        display.Update(new TrainingProgress(
            position.Step,
            TotalSteps,
            position.Epoch + 1,
            outputs.SoFar(position, metrics),
            stepsPerSecond * options.Batch,
            TimeSpan.FromSeconds(
                Math.Min(Math.Min((TotalSteps - position.Step) * secondsPerStep, timeLeft), TimeSpan.MaxValue.TotalSeconds / 2))));
    }

    private void WriteWhatIsDue()
    {
        bool isLast = IsOver, endsEpoch = position.BatchInEpoch == StepsPerEpoch;
        double seconds = trained.Elapsed.TotalSeconds;
        bool save = checkpointDue.IsDue(position, seconds, endsEpoch);
        RunOutputsDue due = outputs.DueAt(position, seconds, isLast);
        if (due.Row || due.Picture)
        {
            StepMetrics metrics = trainer.ReadMetrics(position.RowSteps);
            seconds = trained.Elapsed.TotalSeconds;
            trained.Stop();
            if (!metrics.AreFinite)
            {
                Fail(metrics);
                return;
            }

            outputs.Write(due, position, metrics, seconds, isLast);
            watch.Scores = outputs.LastScores;
            if (due.EndsRow)
            {
                watch.EndRow(trainer, position);
                position = position with { RowSteps = 0 };
                trainer.ResetMetrics();
            }
        }

        if (endsEpoch)
            position = position with { Epoch = position.Epoch + 1, BatchInEpoch = 0 };
        if (save)
            Save();
        trained.Start();
    }

    private void Save()
    {
        // Weights become non-finite before the loss does. Such a state must not replace a good checkpoint.
        if (NonFiniteSearch.BadWeight(trainer) is string weight)
        {
            Failure = $"{weight} is not finite in step {position.Step:N0}.";
            return;
        }

        Checkpoint.Save(folder, trainer, fingerprint, position);
        saved = position;
    }

    private void Fail(StepMetrics metrics) => Failure = string.Create(
                CultureInfo.InvariantCulture,
                $"A loss is not finite in step {position.Step:N0}: loss D {metrics.DiscriminatorLoss:0.000}, loss G "
        + $"{metrics.GeneratorLoss:0.000}.");

    /// <summary>Adds to the failure message its origin, the last good checkpoint and a remedy.</summary>
    private void Diagnose(CancellationToken stop)
    {
        display.Note($"{Failure} Searching for the op that made the first one …");
        var search = new NonFiniteSearch(options, device, samples, order, StepsPerEpoch, SetLearningRates, RestoreNewest);
        string origin = search.Run(position.Step, stop) ?? "";
        string left = saved is TrainingPosition good ? $"The checkpoint of step {good.Step:N0} is kept" : "There was no checkpoint yet";
        Failure = $"{Failure} {origin}{(origin.Length > 0 ? " " : "")}{left}; start again with a lower {search.Culprit()}.";
        alarmLog.Add(position.Epoch + 1, $"Alarm: {Failure}");
    }

    private void LookForFailures()
    {
        using var scope = new TensorScope();
        foreach (string alarm in watch.Look(trainer, position, outputs.Samples()))
        {
            alarmLog.Add(position.Epoch + 1, alarm);
            display.Note(alarm);
        }
    }

    private void SetLearningRates(GanTrainer trainer, TrainingPosition position) => trainer.SetLearningRates(
        generatorRate.At(position.Epoch, position.Step), discriminatorRate.At(position.Epoch, position.Step));

    /// <summary>The step at which the last epoch ends, counted from the run's current position.</summary>
    private long EndOfEpochs() => position.Step + ((long)(options.Epochs - position.Epoch) * StepsPerEpoch) - position.BatchInEpoch;

    private void Restore()
    {
        saved = Checkpoint.LoadNewest(folder, Load, SetAside);
        if (saved is not TrainingPosition found)
        {
            RefuseLostCheckpoints();
            display.Note("The run had no checkpoint yet; it starts from the beginning.");
            InitialWeights.Load(options, trainer, display.Note);
            return;
        }

        position = found;
        long end = EndOfEpochs();
        if ((options.Steps > 0 ? Math.Min(end, options.Steps) : end) is long asked && asked < position.Step)
            throw new InputException(
                $"This run has trained {position.Step:N0} steps already, but --epochs {options.Epochs} and --steps {options.Steps} ask for "
                + $"{asked:N0} in all; raise them, or leave them out.");
    }

    private TrainingPosition Load(string file)
    {
        TrainingPosition found = Checkpoint.Load(file, trainer, options);
        bool hasFingerprint = Compare(file);
        bool isWholeStep = found.BatchInEpoch < StepsPerEpoch
            && found.Step == ((long)found.Epoch * StepsPerEpoch) + found.BatchInEpoch;

        // A fingerprint shows whether data or options changed. Without one, check the position instead.
        if (!hasFingerprint && !isWholeStep && resumed is not { AllowChanges: true })
        {
            throw new InputException(
                $"{file}: step {found.Step:N0} is not step {found.BatchInEpoch:N0} after {found.Epoch:N0} epochs of {StepsPerEpoch:N0} "
                + "steps; the data or options.json have changed since: undo the change, or continue with --allow-changes.");
        }

        return WithinEpoch(found);
    }

    /// <summary>If epochs became shorter, an epoch past the new end counts as finished.</summary>
    private TrainingPosition WithinEpoch(TrainingPosition found) =>
        found.BatchInEpoch < StepsPerEpoch ? found : found with { Epoch = found.Epoch + 1, BatchInEpoch = 0 };

    /// <summary>
    /// The position at which a run restored from the newest checkpoint into <paramref name="other"/> would start; the beginning if there is
    /// no checkpoint.
    /// </summary>
    private TrainingPosition RestoreNewest(GanTrainer other) =>
        Checkpoint.LoadNewest(folder, file => Checkpoint.Load(file, other, options), (_, _) => { }) is TrainingPosition found
            ? WithinEpoch(found)
            : default;

    /// <summary>Refuses to resume if the run has changed since the checkpoint, unless the change was requested.</summary>
    /// <returns>Whether the checkpoint has a fingerprint to compare.</returns>
    private bool Compare(string file)
    {
        IReadOnlyDictionary<string, string> metadata = Layers.Serialization.SafeTensors.ReadMetadata(file);
        if (!RunFingerprint.IsIn(metadata))
        {
            display.Note(
                $"{file} is of an earlier version and does not say with which options, data and device it was made; they are not "
                + "compared.");
            return false;
        }

        RunDifferences differences = fingerprint.DifferencesFrom(metadata, resumed ?? default);
        changes = [.. differences.Asked, .. differences.Others];
        if (differences.Others.Count > 0 && resumed is not { AllowChanges: true })
            throw new InputException(
                $"{folder.Path} cannot be resumed: {differences.Others.Named()}; undo the change, or continue with --allow-changes.");
        if (changes.Count > 0)
            display.Note($"Changed since the run began: {changes.Named()}.");
        return true;
    }

    /// <summary>
    /// A run without a checkpoint starts again and overwrites its log, but not if it had checkpoints that have been moved away.
    /// </summary>
    private void RefuseLostCheckpoints()
    {
        List<LogRow> rows = File.Exists(folder.LogFile) ? TrainingLog.Read(folder.LogFile) : [];
        if (
            rows.Count > 0
                && (!folder.HasCheckpointFolder || options.CheckpointEvery.IsIn(rows) || File.Exists(folder.FinalSamplesFile)))
            throw new InputException(
                $"{folder.Path} has no checkpoint, but its log tells of {rows[^1].Epoch:N0} epochs that beginning anew would write over; "
                + $"put its folder checkpoints back, or train again in another folder with --config "
                + $"{Output.ShellWords.QuotePath(folder.OptionsFile)}.");
    }

    /// <summary>Damaged checkpoints are renamed and kept: under their old name they would always count as the newest.</summary>
    private void SetAside(string file, DamagedFileException why)
    {
        display.Note(why.Message);
        display.Note($"It is now called {RunFolder.SetAside(file)}; an older checkpoint takes its place.");
    }
}
