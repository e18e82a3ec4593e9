using System.CommandLine;
using GanFromScratch.Gan;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Reports;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Reports;

public sealed class OptionTableTests
{
    [Test]
    public void Every_option_of_train_is_in_it_with_its_meaning()
    {
        IReadOnlyList<ReportedOption> table = OptionTable.Of(TrainingOptions.For(GanModel.Catalog.Find("mlp")));
        Assert.Multiple(() =>
        {
            Assert.That(table.Select(option => option.Name), Is.EquivalentTo(TrainingOptionList.All.Select(option => option.Option.Name)));
            Assert.That(table.Select(option => option.Meaning), Has.All.Length.GreaterThan(10).And.All.Not.Contains("[default"));
        });
    }

    [TestCaseSource(nameof(Runs))]
    public void The_command_makes_the_same_options_again(TrainingOptions options)
    {
        ParseResult parsed = Program.Root.Parse(OptionTable.Command(options));
        TrainingOptions again = TrainingOptionList.Read(parsed);
        Assert.That(parsed.Errors, Is.Empty);
        Assert.That(again, Is.EqualTo(options));
    }

    private static IEnumerable<TrainingOptions> Runs()
    {
        yield return TrainingOptions.For(GanModel.Catalog.Find("toy2d"));
        yield return TrainingOptions.For(GanModel.Catalog.Find("keras-mlp")) with
        {
            ImageSize = 0,
            L2 = 0,
            Update = UpdateOrder.Alternating,
            Seed = ulong.MaxValue,
        };
        yield return TrainingOptions.For(GanModel.Catalog.Find("dcgan")) with
        {
            ImageSize = 64,
            Channels = 3,
            LearningRate = 1e-5f,
            FreezeDiscriminator = false,
            Capture = false,
            Loss = "minimax",
        };
        yield return TrainingOptions.For(GanModel.Catalog.Find("dcgan")) with
        {
            ImageSize = 28,
            Channels = 1,
            Schedule = "linear",
            DiscriminatorSteps = 5,
            Data = "my photos",
            Epsilon = 1e-3f,
        };
    }
}
