using GanFromScratch.Engine;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Layers.Serialization;

namespace GanFromScratch.Tests.Gan.Training;

public sealed class TrainingLogTests
{
    private const string Header = "epoch,step,loss_d,loss_g,d_real,d_fake,d_accuracy,images_per_s,seconds";

    private TemporaryFolder temporary = null!;
    private RunFolder folder = null!;

    [SetUp]
    public void Make()
    {
        temporary = new TemporaryFolder();
        folder = RunFolder.Create(Path.Combine(temporary.Path, "run"), TrainingOptions.For(new Toy2dModel()));
    }

    [TearDown]
    public void Remove() => temporary.Dispose();

    [Test]
    public void Rows_come_back_to_the_last_bit()
    {
        LogRow[] rows = [Row(1, 1 / 3.0), Row(2, double.NaN), Row(3, double.PositiveInfinity), Row(4, 1e-300)];
        TrainingLog log = TrainingLog.Open(folder, step: 0);
        foreach (LogRow row in rows)
            log.Add(row);
        Assert.That(TrainingLog.Read(folder.LogFile), Is.EqualTo(rows));
        Assert.That(File.ReadAllText(folder.LogFile), Does.StartWith(Header + "\n1,10,0.3333333333333333,"));
    }

    [Test]
    public void A_resumed_log_forgets_what_came_after_the_checkpoint_and_nothing_else()
    {
        TrainingLog log = TrainingLog.Open(folder, 0);
        for (int epoch = 1; epoch <= 5; epoch++)
            log.Add(Row(epoch, epoch));
        TrainingLog resumed = TrainingLog.Open(folder, step: 30);
        Assert.That(resumed.Rows.Select(r => r.Epoch), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(TrainingLog.Read(folder.LogFile), Has.Count.EqualTo(5), "the file is as it was until a row is added");
        resumed.Add(Row(4, 44));
        Assert.That(TrainingLog.Read(folder.LogFile).Select(r => r.DiscriminatorLoss), Is.EqualTo(new[] { 1.0, 2, 3, 44 }));
    }

    [Test]
    public void A_row_that_a_kill_cut_off_is_none_and_the_next_takes_its_place()
    {
        var log = TrainingLog.Open(folder, 0);
        log.Add(Row(1, 1));
        log.Add(Row(2, 2));
        File.WriteAllText(folder.LogFile, File.ReadAllText(folder.LogFile)[..^5]);
        var resumed = TrainingLog.Open(folder, 20);
        Assert.That(resumed.Rows, Is.EqualTo(new[] { Row(1, 1) }));
        resumed.Add(Row(2, 22));
        Assert.That(TrainingLog.Read(folder.LogFile), Is.EqualTo(new[] { Row(1, 1), Row(2, 22) }));
    }

    [Test]
    public void Rows_are_appended_to_the_file()
    {
        var log = TrainingLog.Open(folder, 0);
        log.Add(Row(1, 1));
        string first = File.ReadAllText(folder.LogFile);
        File.WriteAllText(folder.LogFile, first.Replace("0.25", "0.75", StringComparison.Ordinal));
        log.Add(Row(2, 2));
        Assert.That(TrainingLog.Read(folder.LogFile).Select(r => r.GeneratorLoss), Is.EqualTo(new[] { 0.75, 0.25 }), "not written anew");
        log.Add(Row(3, 3) with { Scores = new EpochScores(Precision: 0.5) });
        Assert.That(TrainingLog.Read(folder.LogFile), Is.EqualTo(log.Rows), "the columns of scores need a new file");
    }

    [Test]
    public void Rows_together_weigh_by_their_steps()
    {
        LogRow mean = LogRow.Mean(
            [Row(1, 1) with { Step = 10 }, Row(2, 4) with { Step = 15, Steps = 5, Seconds = 0.5, ImagesPerSecond = 2468 }]);
        Assert.Multiple(() =>
        {
            Assert.That(mean.DiscriminatorLoss, Is.EqualTo(2).Within(1e-12));
            Assert.That((mean.Epoch, mean.Step, mean.Steps, mean.Seconds), Is.EqualTo((2.0, 15L, 15, 2.0)));
            Assert.That(mean.ImagesPerSecond, Is.EqualTo(((1234 * 1.5) + (2468 * 0.5)) / 2).Within(0.5));
        });
    }

    [Test]
    public void The_plot_shows_both_losses()
    {
        TrainingLog log = TrainingLog.Open(folder, 0);
        log.Add(Row(1, 0.5));
        log.Add(Row(2, 0.7));
        log.WritePlot();
        Assert.That(
            File.ReadAllText(folder.LossPlotFile), Does.StartWith("<svg").And.Contain(">discriminator<").And.Contain(">generator<"));
    }

    [TestCase("", 1)]
    [TestCase("epoch;step\n", 1)]
    [TestCase("\0\0\0\0", 1)]
    [TestCase(Header + "\n1,10,0.5\n", 2)]
    [TestCase(Header + "\n1,10,0.5,0.5,0.5,0.5,0.5,100,1,7\n", 2)]
    [TestCase(Header + "\n1,10,0.5,0.5,0.5,0.5,0.5,100,\n", 2)]
    [TestCase(Header + "\n1,10,much,0.5,0.5,0.5,0.5,100,1\n", 2)]
    [TestCase(Header + "\n1,10,0.5,0.5,0.5,0.5,0.5,100,1\n2,10,0.5,0.5,0.5,0.5,0.5,100,1\n", 3)]
    [TestCase(Header + "\n1,10,0.5,0.5,0.5,0.5,0.5,100,1\n0.5,20,0.5,0.5,0.5,0.5,0.5,100,1\n", 3)]
    [TestCase(Header + "\n0,10,0.5,0.5,0.5,0.5,0.5,100,1\n", 2)]
    [TestCase(Header + "\n1,10.5,0.5,0.5,0.5,0.5,0.5,100,1\n", 2)]
    [TestCase(Header + "\n\n1,10,0.5,0.5,0.5,0.5,0.5,100,1\n", 2)]
    public void A_damaged_log_is_refused_with_its_line(string text, int line)
    {
        File.WriteAllText(folder.LogFile, text);
        string message = Assert.Throws<InputException>(() => TrainingLog.Open(folder, 9))!.Message;
        Assert.That(
            message,
            Does.StartWith($"{folder.LogFile}: not the log of a training run: line {line}: ").And.EndWith(
                "move the file away to go on without the epochs before."));
    }

    private static LogRow Row(int epoch, double loss) => new(epoch, epoch * 10, loss, 0.25, 0.5, 0.125, 0.75, 1234, 1.5) { Steps = 10 };
}
