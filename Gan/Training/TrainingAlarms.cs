using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Recipes;

namespace GanFromScratch.Gan.Training;

/// <summary>The inputs of the alarms, at a look.</summary>
/// <param name="Metrics">Means over the steps since the last look.</param>
/// <param name="GeneratorGradient">Root mean square of the gradient of the generator's weights in the last step.</param>
/// <param name="Spread">Standard deviation of samples over that of real ones; NaN if there are too few.</param>
/// <param name="Scores">The last scores; null without any.</param>
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

    /// <summary>D's mean outputs for real and generated samples are this close: it does not tell them apart.</summary>
    private const double Undecided = 0.05;

    /// <summary>Samples of which fewer are recognisable are bad, whatever D says of them.</summary>
    private const double Recognisable = 0.3;

    /// <summary>Points find the modes one by one, and settle on them slowly.</summary>
    private const int StepsToModes = 4000, StepsToGoodPoints = 10_000;

    /// <summary>A penalty that helps with most losses, and Adam's usual β₁ for GANs.</summary>
    private const string ModeratePenalty = "--penalty r1:0.1", RecipePoints = $"--recipe {Points.Default}";

    private const float UsualBeta1 = 0.5f;

    private readonly HashSet<string> holding = [];

    private readonly bool makesPoints = !GanModel.Catalog.Find(options.Model).MakesImages;

    // Other objectives give scores, of which a value alone means nothing.
    private readonly bool outputsAreProbabilities = Objective.Catalog.Find(options.Loss) is CrossEntropyObjective;

    /// <summary>The alarms that a look raises.</summary>
    public IReadOnlyList<string> Check(long step, AlarmFigures figures)
    {
        if (step < FirstSteps)
            return [];
        StepMetrics metrics = figures.Metrics;
        var alarms = new List<string>();
        Give("discriminator", outputsAreProbabilities && metrics is { Accuracy: >= NearlyAlways, OnFake: <= HardlyEver },
            $"the discriminator wins outright: it is right on {metrics.Accuracy:0.0%} of the samples, and D(G(z)) is ",
            $"{metrics.OnFake:0.0000}. Make its task harder or its learning slower: {SlowerDiscriminator()}.");

        // Adam and RMSProp divide the gradient by its own magnitude plus ε: for gradients below ε the step is no longer as long as the
        // learning rate, but vanishes with the gradient.
        Give("gradient", options.GeneratorOptimizer != "sgd" && figures.GeneratorGradient < options.Epsilon,
            $"the generator's gradient has vanished: {figures.GeneratorGradient:0.0e+0} per weight is below the optimizer's ε, ",
                $"{options.Epsilon:0.0e+0}, so that it stands still: the discriminator is too sure. ",
                $"For the next run, add {LivelyGradient()}.");
        Give(
            "spread",
            figures.Spread < TooAlike,
            $"samples have collapsed: they spread {figures.Spread:0.000} as much as real ones. For the next ",
            $"run, add {AgainstCollapse()}, or --seed {unchecked(options.Seed + 1)}.");
        Give("modes", step >= StepsToImages && figures.Scores is { Modes: int seen, ClassifierScore: not null } && seen <= 3,
            $"samples have collapsed: of 10 classes the classifier surely sees {figures.Scores?.Modes}. If it is not for want of ",
            $"training, add {AgainstCollapse()}.");
        Give("points", step >= StepsToModes && figures.Scores is { Modes: int near, ModesThere: int there } && near <= there / 3,
            $"samples have collapsed: they cover {figures.Scores?.Modes} of {figures.Scores?.ModesThere} modes. For the next run, ",
            $"add {AgainstCollapse()}.");

        // D(x) = D(G(z)) is the sign of equilibrium, and just as much of a discriminator that learns nothing; the samples tell which.
        bool isEarly = step < (figures.Scores?.ModesThere == null ? StepsToImages : StepsToGoodPoints);
        Give("weak", !isEarly && outputsAreProbabilities && Math.Abs(metrics.OnReal - metrics.OnFake) < Undecided
            && Quality(figures.Scores) is < Recognisable,
            $"the discriminator is too weak, not in balance: it does not tell samples from real ones, D(x) {metrics.OnReal:0.00} and ",
            $"D(G(z)) {metrics.OnFake:0.00}, though only {Quality(figures.Scores):0.0%} of them are any good. Let it learn ",
            $"more: {StrongerDiscriminator()}.");
        return alarms;

        void Give(string name, bool holds, params FormattableString[] sentence)
        {
            if (!holds)
                holding.Remove(name);
            else if (holding.Add(name))
                alarms.Add($"Alarm: {string.Concat(sentence.Select(FormattableString.Invariant))}");
        }
    }

    /// <summary>The share of good samples, by the scores there are.</summary>
    private static double? Quality(EpochScores? scores) => scores?.HighQuality ?? scores?.Precision ?? scores?.Confident;

    // Remedies are options as one types them, each with a value that the run does not have; the best ones measured come first.
    private string AgainstCollapse() => AnyOf(
        makesPoints && options.Recipe != Points.Default ? RecipePoints : null,
        options.Penalty == PenaltySetting.None ? ModeratePenalty : null,
        makesPoints && options.Minibatch == MinibatchFeatures.None && options.Condition == "none"
            ? "--minibatch discrimination" : null,
        !makesPoints && options.Pack == 1 && options.Batch % 2 == 0 && options.Condition == "none" ? "--pack 2" : null,
        options.Beta1 > UsualBeta1 ? Option($"--beta1 {UsualBeta1}") : Option($"--lr-g {options.GeneratorRate / 2:G3}"));

    private string StrongerDiscriminator() => AnyOf(
        makesPoints && options.Recipe != Points.Default ? RecipePoints : null,
        options is { Update: UpdateOrder.Alternating, ReuseNoise: false }
            ? Option($"--discriminator-steps {options.DiscriminatorSteps + 1}") : null,
        Option($"--lr-d {2 * options.DiscriminatorRate:G3}"));

    private string LivelyGradient() => AnyOf(
        options.Loss != "minimax" ? null
            : options.Penalty == PenaltySetting.None ? "--loss non-saturating --penalty r1:0.02,r2:0.02" : "--loss non-saturating",
        Option($"--lr-d {options.DiscriminatorRate / 2:G3}"));

    private string SlowerDiscriminator() => AnyOf(
        makesPoints ? options.Recipe != Points.Default ? RecipePoints : null
            : options.Recipe != "r3gan" ? "--recipe r3gan" : null,
        options.Penalty == PenaltySetting.None ? ModeratePenalty : null,
        options.DiscriminatorSteps > 1 ? "--discriminator-steps 1" : null,
        Option($"--lr-d {options.DiscriminatorRate / 2:G3}"));

    private static string AnyOf(params string?[] remedies) => string.Join(", or ", remedies.Where(remedy => remedy != null));

    private static string Option(FormattableString option) => FormattableString.Invariant(option);

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
