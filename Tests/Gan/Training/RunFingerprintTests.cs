using System.Text.Json;
using GanFromScratch.Gan.Commands;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Tests.Gan.Training;

public sealed class RunFingerprintTests
{
    private static readonly TrainingOptions Options = TrainingOptions.For(new Toy2dModel());
    private static readonly RunFingerprint Saved = new(Options, "10 samples with check sum 00000001", "cpu, vectors of 256 bits");

    [Test]
    public void A_run_that_is_the_same_differs_in_nothing() =>
        Assert.That(Saved.DifferencesFrom(new Dictionary<string, string>(Saved.ToMetadata())).Others, Is.Empty);

    [Test]
    public void What_changed_is_named_with_both_values()
    {
        RunFingerprint now = new(Options with { Seed = 2, Batch = 8 }, "11 samples with check sum 00000002", "cpu, vectors of 512 bits");
        Assert.That(now.DifferencesFrom(new Dictionary<string, string>(Saved.ToMetadata())).Others, Is.EqualTo(new[]
        {
            $"batch was {Options.Batch} and is 8",
            "seed was 1 and is 2",
            "the data was 10 samples with check sum 00000001 and is 11 samples with check sum 00000002",
            "the device was cpu, vectors of 256 bits and is cpu, vectors of 512 bits",
        }));
    }

    [Test]
    public void A_device_that_was_asked_for_is_no_difference() =>
        Assert.That(
            (Saved with { Arithmetic = "opencl" }).DifferencesFrom(
                new Dictionary<string, string>(Saved.ToMetadata()), new ResumeConsent(AnyDevice: true, AllowChanges: false)).Others,
            Is.Empty);

    // The two lists of what a resumed run may have otherwise: the command line's, and the fingerprint's.
    [Test]
    public void Exactly_the_options_that_may_change_are_left_out()
    {
        TrainingOptions other = Options with
        {
            Epochs = 999, Steps = 998, Budget = 994, Device = "other", Compiler = "c", Threads = 997, Capture = false,
            CheckpointEvery = 996, ScoreEvery = 995, SampleEvery = 993, Tensorboard = true,
        };
        Assert.That(RunFingerprint.Essence(other).ToJsonString(), Is.EqualTo(RunFingerprint.Essence(Options).ToJsonString()));
        string[] changed = [.. JsonDocument.Parse(other.ToJson()).RootElement.EnumerateObject()
            .Where(p => p.Value.ToString() != JsonDocument.Parse(Options.ToJson()).RootElement.GetProperty(p.Name).ToString())
            .Select(p => $"--{JsonNamingPolicy.KebabCaseLower.ConvertName(p.Name)}")];
        Assert.That(
            changed, Is.EquivalentTo(TrainingOptionList.All.Where(option => option.MayChange).Select(option => option.Option.Name)));
    }

    [Test]
    public void Other_data_of_the_same_size_has_another_check_sum()
    {
        float[] points = [1, 2, 3, 4];
        uint sum = new PointSamples(points).CheckSum;
        Assert.That(new PointSamples([1, 2, 3, 4]).CheckSum, Is.EqualTo(sum));
        Assert.That(new PointSamples([1, 2, 3, 5]).CheckSum, Is.Not.EqualTo(sum));
    }

    // RFC 3720, appendix B.4, and the check value of the CRC catalogues.
    [TestCase("123456789", 0xE3069283u)]
    [TestCase("", 0u)]
    public void The_check_sum_is_the_published_one(string text, uint expected) =>
        Assert.That(Crc32C.Of(System.Text.Encoding.ASCII.GetBytes(text)), Is.EqualTo(expected));
}
