using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Training;
using GanFromScratch.Layers;
using GanFromScratch.Tests.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Games;

public sealed class DistillationGameTests
{
    private static readonly TrainingPosition AfterTwo = new(Epoch: 0, BatchInEpoch: 2, Step: 2);

    private TemporaryFolder temporary = null!;
    private TrainingOptions student = null!;
    private RunFolder teacher = null!;

    [SetUp]
    public void TrainTeacher()
    {
        temporary = new TemporaryFolder();
        TrainingOptions options = TrainerBench.Options("mlp") with { Width = 0.1f, Ema = 0.5f };
        teacher = RunFolder.Create(Path.Combine(temporary.Path, "teacher"), options);
        teacher.WriteOptions(options);
        SaveTeacher(options, steps: 2);
        student = options with { Teacher = teacher.Path, Reconstruction = 3, Width = 0.05f, Ema = 0 };
    }

    [TearDown]
    public void Remove() => temporary.Dispose();

    /// <summary>λ · mean |G(z) − T(z)|, with the z of the run's noise and the teacher loaded on its own.</summary>
    [Test]
    public void The_term_is_the_distance_from_what_the_teacher_makes_of_the_same_noise()
    {
        using TrainerBench bench = TrainerBench.OnCpu(student.Validate());
        using var scope = new TensorScope();
        using var random = new RandomSource(bench.Device, seed: 9);
        using var noise = new RandomSource(bench.Device, student.Seed, stream: 1);
        TrainingOptions learnt = teacher.ReadOptions();
        using Sequential wanted = RunNetworks.LoadGenerator(teacher, learnt, learnt.FindModel(), random);
        float[] expected = wanted.Forward(noise.Normal([16, 100])).ToArray();

        Tensor x = Tensor.Zeros(bench.Device, [16, 1, 28, 28]);
        Tensor fake = bench.Trainer.Game.Fake(bench.Trainer.Generator, x);
        float term = bench.Trainer.Game.Term(bench.Trainer.Generator, x, fake)!.ToArray()[0];

        float[] made = fake.ToArray();
        double mean = made.Zip(expected, (a, b) => Math.Abs((double)a - b)).Average();
        Assert.That(mean, Is.GreaterThan(0.01));
        Assert.That(term, Is.EqualTo(3 * mean).Within(1e-5));
    }

    [Test]
    public void A_step_teaches_the_student_and_leaves_the_teacher()
    {
        using TrainerBench bench = TrainerBench.OnCpu((student with { Adversarial = 0, LearningRate = 2e-3f }).Validate());
        Dictionary<string, float[]> before = bench.State();
        double first = Distance(bench);
        for (int epoch = 0; epoch < 8; epoch++)
            bench.Rewind().Step(8);
        Assert.That(Distance(bench), Is.LessThan(0.7 * first));
        Assert.That(
            StateAssert.Differing(bench.State(), before).Where(name => name.StartsWith("game", StringComparison.Ordinal)), Is.Empty);

        static double Distance(TrainerBench bench)
        {
            using var scope = new TensorScope();
            Tensor x = Tensor.Zeros(bench.Device, [16, 1, 28, 28]);
            return bench.Trainer.Game.Term(bench.Trainer.Generator, x, bench.Trainer.Game.Fake(bench.Trainer.Generator, x))!.ToArray()[0];
        }
    }

    [Test]
    public void A_pruned_student_as_wide_as_its_teacher_begins_with_the_teachers_weights()
    {
        using TrainerBench bench = TrainerBench.OnCpu(
            (student with { Student = StudentBeginning.Pruned, Width = 0.1f }).Validate());
        Dictionary<string, float[]> state = bench.State();
        foreach ((string name, Tensor weights) in bench.Trainer.Game.State)
            Assert.That(state[$"generator {name}"], Is.EqualTo(weights.ToArray()), name);
    }

    [Test]
    public void A_run_goes_on_with_the_same_bits_though_its_teacher_has_trained_on()
    {
        using TrainerBench straight = TrainerBench.OnCpu(student.Validate()).Step(2);
        RunFolder folder = RunFolder.Create(Path.Combine(temporary.Path, "student"), student);
        Checkpoint.Save(folder, straight.Trainer, straight.Fingerprint, AfterTwo);
        SaveTeacher(teacher.ReadOptions(), steps: 3);
        using TrainerBench resumed = TrainerBench.OnCpu(student.Validate());
        Assert.That(StateAssert.Differing(resumed.State(), straight.State()), Has.Some.StartsWith("game"), "the teacher has changed");
        Checkpoint.Load(folder.CheckpointFile(2), resumed.Trainer, student);
        StateAssert.SameBits(resumed.Step(2).State(), straight.Rewind().Step(2).State());
    }

    [TestCase("mlp", 0.2f, "pruned", "--width 0.2 is wider than the 0.1 of the teacher")]
    [TestCase("dcgan", 0.1f, "new", "was trained with --model mlp, and this run has --model dcgan")]
    public void A_teacher_that_cannot_teach_is_refused(string model, float width, string beginning, string sentence)
    {
        TrainingOptions options = student with
        {
            Model = model,
            Width = width,
            Student = Enum.Parse<StudentBeginning>(beginning, ignoreCase: true),
        };
        using var device = new CpuDevice();
        Assert.That(
            () => new GanTrainer(options.Validate(), device), Throws.TypeOf<InputException>().With.Message.Contains(sentence));
    }

    [TestCase("sagan", "--teacher: model sagan cannot be distilled; choose a run of --model mlp or dcgan.")]
    public void A_model_of_one_width_has_no_students(string model, string sentence) => Assert.That(
        () => (TrainerBench.Options(model) with { Teacher = teacher.Path, Reconstruction = 1 }).Validate(),
        Throws.TypeOf<InputException>().With.Message.EqualTo(sentence));

    private void SaveTeacher(TrainingOptions options, int steps)
    {
        using TrainerBench bench = TrainerBench.OnCpu(options).Step(steps);
        Checkpoint.Save(teacher, bench.Trainer, bench.Fingerprint, AfterTwo with { BatchInEpoch = steps, Step = steps });
    }
}
