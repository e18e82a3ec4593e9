using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Penalties;

namespace GanFromScratch.Gan.Training;

/// <summary>The inputs of the alarms, at the end of an epoch.</summary>
/// <param name="Metrics">Means over the epoch.</param>
/// <param name="GeneratorGradient">Root mean square of the gradient of the generator's weights in the last step.</param>
/// <param name="Spread">Standard deviation of samples over that of real ones; NaN if there are too few.</param>
/// <param name="Scores">Null without scores.</param>
public readonly record struct AlarmFigures(StepMetrics Metrics, double GeneratorGradient, double Spread, EpochScores? Scores);

/// <summary>
/// Detects GAN training failures during the run and suggests a remedy. An alarm is raised when its condition begins to hold, and can be
/// raised again only after the condition has stopped holding. A NaN loss is not an alarm: it ends the run, see <see
/// cref="NonFiniteSearch"/>.
/// </summary>
public sealed class TrainingAlarms(TrainingOptions options)
{
    /// <summary>Steps without alarms: the first steps do not predict how training will go.</summary>
    private const int FirstSteps = 100;

    /// <summary>Right in 99 of 100 cases and rarely fooled: the generator's gradient has vanished or is vanishing.</summary>
    private const double NearlyAlways = 0.99, HardlyEver = 0.01;

    /// <summary>
    /// Real samples of a single digit still have 0.9 of the spread of all ten digits; those of one mode of the ring have 0.014.
    /// </summary>
    private const double TooAlike = 0.05;

    /// <summary>
    /// Early outputs that are not yet images fall into no class, or all into one; the generator gets this many steps to improve.
    /// </summary>
    private const int StepsToImages = 1000;

    private readonly HashSet<string> holding = [];

    // Other objectives give scores, of which a value alone means nothing.
    private readonly bool outputsAreProbabilities = Objective.Catalog.Find(options.Loss) is CrossEntropyObjective;

    /// <summary>The alarms that an epoch raises.</summary>
    public IReadOnlyList<string> Check(long step, AlarmFigures figures)
    {
        if (step < FirstSteps)
            return [];
        StepMetrics metrics = figures.Metrics;
        var alarms = new List<string>();
        Give("discriminator", outputsAreProbabilities && metrics is { Accuracy: >= NearlyAlways, OnFake: <= HardlyEver },
            $"the discriminator wins outright: it is right on {metrics.Accuracy:0.0%} of the samples, and D(G(z)) is ",
            $"{metrics.OnFake:0.0000}. Make its task harder or its learning slower: {SlowerDiscriminator()}");

        // Adam and RMSProp divide the gradient by its own magnitude plus ε: for gradients below ε the step is no longer as long as the
        // learning rate, but vanishes with the gradient.
        Give("gradient", options.Optimizer != "sgd" && figures.GeneratorGradient < options.Epsilon,
            $"the generator's gradient has vanished: {figures.GeneratorGradient:0.0e+0} per weight is below the optimizer's ε, ",
                $"{options.Epsilon:0.0e+0}, so that it stands still. {LivelyGradient()}.");
        Give(
            "spread",
            figures.Spread < TooAlike,
            $"samples have collapsed: they spread {figures.Spread:0.000} as much as real ones. Lower --lr or --beta1 (0.5 is usual), or ",
            $"take a larger --batch; if it came late, begin again with another --seed.");
        Give("modes", step >= StepsToImages && figures.Scores is { Modes: int seen, ClassifierScore: not null } && seen <= 3,
            $"samples have collapsed: of 10 classes the classifier surely sees {figures.Scores?.Modes}. If it is not for want of ",
            $"training, lower --lr or --beta1, or take a larger --batch.");
        return alarms;

        void Give(string name, bool holds, params FormattableString[] sentence)
        {
            if (!holds)
                holding.Remove(name);
            else if (holding.Add(name))
                alarms.Add($"Alarm: {string.Concat(sentence.Select(FormattableString.Invariant))}");
        }
    }

    private string LivelyGradient() => options.Loss == "minimax"
        ? "The minimax loss is flat where the discriminator is sure; take --loss non-saturating"
        : "The discriminator is too sure: lower --lr";

    private string SlowerDiscriminator() => options.Update == UpdateOrder.Simultaneous
        ? "take --update alternating, a lower --lr (2e-4) and --beta1 0.5."
        : options.DiscriminatorSteps > 1 ? "lower --discriminator-steps to 1."
        : options.Penalty == PenaltySetting.None ? "add --penalty r1:0.1, or lower --lr and --beta1 (2e-4 and 0.5 are usual)."
        : "lower --lr and --beta1 (2e-4 and 0.5 are usual).";

    /// <summary>√(mean variance of a coordinate over samples): 0 where all samples are the same.</summary>
    /// <param name="samples">count × size.</param>
    public static double SpreadOf(ReadOnlySpan<float> samples, int count)
    {
        int size = samples.Length / count;
        double variance = 0;
        for (int j = 0; j < size; j++)
        {
            double mean = 0, square = 0;
            for (int i = 0; i < count; i++)
                mean += samples[(i * size) + j] / (double)count;
            for (int i = 0; i < count; i++)
                square += (samples[(i * size) + j] - mean) * (samples[(i * size) + j] - mean);
            variance += square / count;
        }

        return Math.Sqrt(variance / size);
    }
}
