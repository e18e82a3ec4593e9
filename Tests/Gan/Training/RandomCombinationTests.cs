using GanFromScratch.Engine;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Objectives;
using GanFromScratch.Gan.Penalties;
using GanFromScratch.Gan.Reports;
using GanFromScratch.Gan.Training;
using GanFromScratch.Gan.Transforms;

namespace GanFromScratch.Tests.Gan.Training;

/// <summary>Options go together: twenty draws out of all of them, each trained for some steps.</summary>
public sealed class RandomCombinationTests
{
    private const int Count = 20, Steps = 20, StepsPerEpoch = 4;

    /// <summary>The combinations, and the sentences that refused the draws between them.</summary>
    private static readonly (TrainingOptions[] Accepted, string[] Refusals) Drawn = Draw();

    public static IEnumerable<TestCaseData> Combinations() =>
        Drawn.Accepted.Select((options, i) => new TestCaseData(options).SetArgDisplayNames($"{i + 1}: {options.Model}, {options.Loss}"));

    [TestCaseSource(nameof(Combinations))]
    public void Trains_to_numbers_and_a_replayed_step_allocates_nothing(TrainingOptions options)
    {
        using TrainerBench bench = TrainerBench.OnCpu(options, threads: 1);
        RateSchedule
            generator = RateSchedule.Of(options.GeneratorSchedule, options.GeneratorRate, options.Epochs, options.Warmup),
            discriminator = RateSchedule.Of(options.DiscriminatorSchedule, options.DiscriminatorRate, options.Epochs, options.Warmup);
        for (int step = 0; step < Steps; step++)
        {
            (int epoch, int batch) = Math.DivRem(step, StepsPerEpoch);
            if (batch == 0)
                bench.Rewind();
            bench.Trainer.SetLearningRates(generator.At(epoch, step), discriminator.At(epoch, step));
            bench.Step();
        }

        StepMetrics metrics = bench.Trainer.ReadMetrics(Steps);
        bench.Rewind();
        long device = bench.Device.AllocatedBytes, managed = GC.GetAllocatedBytesForCurrentThread();
        bench.Step(6);
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;
        Assert.Multiple(() =>
        {
            Assert.That(managed, Is.Zero, string.Join(' ', OptionTable.Command(options)));
            Assert.That(bench.Device.AllocatedBytes, Is.EqualTo(device));
            Assert.That(metrics.AreFinite);
            Assert.That(
                bench.State().Where(t => t.Key != "noise" && !Array.TrueForAll(t.Value, float.IsFinite)).Select(t => t.Key), Is.Empty);
        });
    }

    [Test]
    public void A_combination_that_makes_no_sense_is_refused_in_one_sentence() =>
        Assert.That(Drawn.Refusals, Is.Not.Empty.And.All.Matches("^[^\n]+\\.$").And.All.Not.Contain("Exception"));

    private static (TrainingOptions[] Accepted, string[] Refusals) Draw()
    {
        var random = new Random(12);
        Objective[] losses = [.. Objective.Catalog.All];
        var accepted = new List<TrainingOptions>();
        var refusals = new List<string>();
        while (accepted.Count < Count)
        {
            // Convolutions take longest, points the shortest time.
            string model = accepted.Count switch { 5 or 15 => "dcgan", int n when n % 3 == 0 => "mlp", _ => "toy2d" };
            TrainingOptions options = One(random, model) with { Loss = losses[accepted.Count % losses.Length].Name };
            try
            {
                accepted.Add(options.Validate());
            }
            catch (InputException refusal)
            {
                refusals.Add(refusal.Message);
            }
        }

        return ([.. accepted], [.. refusals]);
    }

    private static TrainingOptions One(Random random, string model)
    {
        string condition = Sometimes(Pick([.. Condition.Catalog.All.Select(c => c.Name)]), "none");
        return TrainingOptions.Published(GanModel.Catalog.Find(model)) with
        {
            Epochs = Steps / StepsPerEpoch,
            Batch = model == "toy2d" ? 16 : 4,
            Penalty = Sometimes(string.Join(',', Penalties()), PenaltySetting.None),
            NormD = Sometimes(Pick(Enum.GetValues<Normalization>()), Normalization.Model),
            Minibatch = Sometimes(Pick(Enum.GetValues<MinibatchFeatures>()), MinibatchFeatures.None),
            Pack = Sometimes(2, 1),
            Augment = Sometimes(Pick([.. Transform.Catalog.All.Select(t => t.Name)]), Transform.None),
            Ada = Rarely("0.6:500", AdaptiveSetting.None),
            InstanceNoise = Sometimes(Pick(["0.1", "0.2:15"]), NoiseSetting.None),
            Unroll = Rarely(2, 0),
            Condition = condition,
            Classes = condition == "none" ? 0 : 10,
            Ema = Sometimes(0.9f, 0),
            Optimizer = Pick(OptimizerChoice.Names),
            OptimizerD = Sometimes(Pick(OptimizerChoice.Names), TrainingOptions.Same),
            Schedule = Pick(RateSchedule.Names),
            ScheduleG = Sometimes(Pick(RateSchedule.Names), TrainingOptions.Same),
            Warmup = Sometimes(5, 0),
            LearningRateD = Sometimes(4e-4f, 0),
            LabelSmoothing = Rarely(0.1f, 0),
            LabelSmoothingFake = Rarely(0.1f, 0),
            FlipLabels = Rarely(0.05f, 0),
            ClipWeights = Rarely(0.05f, 0),
            ClipGradients = Rarely(1, 0),
            DiscriminatorSteps = Sometimes(3, 1),
            Update = Rarely(UpdateOrder.Simultaneous, UpdateOrder.Alternating),
            ReuseNoise = Rarely(true, false),
            Networks = Pick(GanModel.Catalog.Find(model).NetworkChoices),
        };

        T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
        T Sometimes<T>(T value, T otherwise) => random.Next(2) == 0 ? value : otherwise;
        T Rarely<T>(T value, T otherwise) => random.Next(5) == 0 ? value : otherwise;
        IEnumerable<string> Penalties()
        {
            string[] names = [.. Penalty.Catalog.All.Select(p => p.Name)];
            random.Shuffle(names);
            return names.Take(random.Next(1, 3)).Select(name => $"{name}:0.1:{random.Next(1, 4)}");
        }
    }
}
