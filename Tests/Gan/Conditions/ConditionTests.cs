using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Conditions;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Gan.Training;

namespace GanFromScratch.Tests.Gan.Conditions;

public sealed class ConditionTests
{
    public static IEnumerable<string> Names => Condition.Catalog.All.Where(c => c.TakesLabels).Select(c => c.Name);

    public static IEnumerable<TestCaseData> ModelsAndConditions() => GanModel.Catalog.All.SelectMany(
        m => m.Conditions.Where(c => c.TakesLabels).Select(c => new TestCaseData(m.Name, c.Name)));

    [TestCaseSource(nameof(ModelsAndConditions))]
    public void Both_players_answer_to_the_label(string name, string condition)
    {
        using var device = new CpuDevice(2);
        using var scope = new TensorScope();
        using var random = new RandomSource(device, 1);
        GanModel model = (TrainingOptions.For(GanModel.Catalog.Find(name)) with { Condition = condition, Classes = 5 }).FindModel();
        using Sequential g = model.Generator(random), d = model.Discriminator(random);

        // Class-conditional scales all begin at 1; another class must be able to mean something else.
        foreach (Parameter table in g.Parameters().Where(p => p.Name!.Contains("gamma", StringComparison.Ordinal)))
            random.FillNormal(table, 1, 0.5f);
        Tensor z = random.Normal([3, model.LatentSize]);
        Tensor one = Of(g, z, 1), other = Of(g, z, 4);
        Assert.That(one.ToArray(), Is.Not.EqualTo(other.ToArray()));
        Assert.That(Of(d, one, 1).Shape, Is.EqualTo(Shape.Create([3, 1])));
        Assert.That(
            Of(d, one, 1).ToArray(), condition == "ac-gan" ? Is.EqualTo(Of(d, one, 4).ToArray()) : Is.Not.EqualTo(Of(d, one, 4).ToArray()));

        Tensor Of(Sequential network, Tensor x, int label)
        {
            model.Condition.Labels.Current = Tensor.From(device, [3], [label, label, label]);
            return network.Forward(x);
        }
    }

    [Test]
    public void Classes_of_a_convolutional_generator_differ_from_the_first_step_on()
    {
        using var device = new CpuDevice(2);
        using var scope = new TensorScope();
        using var random = new RandomSource(device, 1);
        GanModel model = (TrainingOptions.For(new DcganModel()) with { Condition = "projection", Classes = 5 }).FindModel();
        using Sequential g = model.Generator(random);
        Tensor z = random.Normal([1, model.LatentSize]);
        model.Condition.Labels.Current = Tensor.From(device, [1], [1]);
        float[] one = g.Forward(z).ToArray();
        model.Condition.Labels.Current = Tensor.From(device, [1], [4]);
        float[] other = g.Forward(z).ToArray();
        Assert.That(one.Zip(other, (a, b) => Math.Abs(a - b)).Average(), Is.GreaterThan(0.5 * one.Average(Math.Abs)));
    }

    [Test]
    public void AC_GANs_term_is_the_cross_entropy_of_the_label_asked_for()
    {
        using var device = new CpuDevice(1);
        using var scope = new TensorScope();
        using var random = new RandomSource(device, 1);
        Condition condition = new AcGan { Labels = new ClassLabels(2) { Current = Tensor.From(device, [2], [1, 0]) } };
        using var head = (ClassHead)condition.Head(new Dense(1, 1, random), random);
        head.Parameters()[2].CopyFrom([0, 1]);
        head.Parameters()[3].CopyFrom([0, 0]);
        double expected = (Math.Log(1 + Math.Exp(-2)) + Math.Log(1 + Math.Exp(-3))) / 2;
        float loss = condition.ClassLoss(head, Tensor.From(device, [2, 1], [2f, -3f]))!.ToArray()[0];
        Assert.That(loss, Is.EqualTo(expected).Within(1e-6));
        Assert.That(new NoCondition().ClassLoss(head, Tensor.Ones(device, [2, 1])), Is.Null);
    }

    [TestCaseSource(nameof(Names))]
    public void A_replayed_step_of_images_does_what_an_eager_one_does(string condition)
    {
        TrainingOptions options = Options("mlp", condition);
        using TrainerBench eager = TrainerBench.OnCpu(options with { Capture = false }), captured = TrainerBench.OnCpu(options);
        StateAssert.SameBits(captured.Step(3).State(), eager.Step(3).State());
    }

    [TestCaseSource(nameof(Names))]
    public void A_trainer_of_images_goes_on_from_a_checkpoint_with_the_same_bits(string condition)
    {
        using var temporary = new GanFromScratch.Tests.Layers.Serialization.TemporaryFolder();
        TrainingOptions options = Options("dcgan", condition) with { Batch = 4, Ema = 0.9f };
        RunFolder folder = RunFolder.Create(Path.Combine(temporary.Path, "run"), options);
        using TrainerBench straight = TrainerBench.OnCpu(options).Step(2), resumed = TrainerBench.OnCpu(options).Step(1).Rewind();
        Checkpoint.Save(folder, straight.Trainer, straight.Fingerprint, new TrainingPosition(0, 0, 2));
        Checkpoint.Load(folder.CheckpointFile(2), resumed.Trainer, options);
        StateAssert.SameBits(resumed.Step(2).State(), straight.Rewind().Step(2).State());
        Assert.That(straight.Fingerprint.Data, Does.Contain("labels of 10 classes with check sum"));
    }

    [TestCaseSource(nameof(Names))]
    public void Drawing_samples_of_a_class_does_not_disturb_training(string condition)
    {
        TrainingOptions options = Options("mlp", condition) with { Ema = 0.5f };
        using TrainerBench watched = TrainerBench.OnCpu(options), alone = TrainerBench.OnCpu(options);
        GanModel model = options.FindModel();
        using Tensor noise = SamplePictures.Noise(watched.Device, model, 9, seed: 1, SamplePictures.FixedNoise);
        using Tensor labels = SamplePictures.Labels(watched.Device, model, 9)!;
        for (int i = 0; i < 2; i++)
        {
            watched.Step();
            using Tensor samples = watched.Trainer.Sample(noise, labels);
            Assert.That(samples.ToArray(), Has.All.Matches<float>(float.IsFinite));
        }

        StateAssert.SameBits(watched.State(), alone.Step(2).State());
    }

    [Test]
    public void Combinations_without_sense_are_refused_in_one_sentence()
    {
        TrainingOptions mlp = TrainingOptions.For(new MlpModel()), toy = TrainingOptions.For(new Toy2dModel());
        Refused(
            toy with { Condition = "projection" },
            "Model toy2d has no place for labels of --condition projection; choose --condition cgan or ac-gan, or --model ");
        Refused(mlp with { Condition = "cgan", Pack = 4 }, "--pack 4 joins samples of several classes into one, which then has no label");
        Refused(mlp with { Condition = "projection", Loss = "feature-matching" }, "features that do not depend on the label");
        Refused(mlp with { Classes = 3 }, "--classes is for networks that take labels");
        Refused(mlp with { Classes = -1, Condition = "cgan" }, "--classes: expected 0 (the data's) to 10,000, got -1.");
        Refused(mlp with { Condition = "labels" }, $"Unknown condition 'labels': expected none, {string.Join(", ", Names)}.");

        static void Refused(TrainingOptions options, string sentence) =>
            Assert.That(() => options.Validate(), Throws.TypeOf<InputException>().With.Message.Contains(sentence));
    }

    private static TrainingOptions Options(string model, string condition) =>
        TrainerBench.Options(model) with { Condition = condition, Classes = 10, Penalty = "r1" };
}
