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
        TrainingLog log = TrainingLog.Open(folder, epochs: 0);
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
        TrainingLog resumed = TrainingLog.Open(folder, epochs: 3);
        Assert.That(resumed.Rows.Select(r => r.Epoch), Is.EqualTo(new[] { 1, 2, 3 }));
        Assert.That(TrainingLog.Read(folder.LogFile), Has.Count.EqualTo(5), "the file is as it was until a row is added");
        resumed.Add(Row(4, 44));
        Assert.That(TrainingLog.Read(folder.LogFile).Select(r => r.DiscriminatorLoss), Is.EqualTo(new[] { 1.0, 2, 3, 44 }));
    }

    [Test]
    public void The_plot_shows_both_losses()
    {
        TrainingLog log = TrainingLog.Open(folder, 0);
        log.Add(Row(1, 0.5));
        log.Add(Row(2, 0.7));
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
    [TestCase(Header + "\n1,10,0.5,0.5,0.5,0.5,0.5,100,1\n1,20,0.5,0.5,0.5,0.5,0.5,100,1\n", 3)]
    [TestCase(Header + "\n0,10,0.5,0.5,0.5,0.5,0.5,100,1\n", 2)]
    [TestCase(Header + "\n1.5,10,0.5,0.5,0.5,0.5,0.5,100,1\n", 2)]
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

    private static LogRow Row(int epoch, double loss) => new(epoch, epoch * 10, loss, 0.25, 0.5, 0.125, 0.75, 1234, 1.5);
}
