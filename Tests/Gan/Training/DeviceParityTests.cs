using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Gan.Models;
using GanFromScratch.Gan.Training;
using GanFromScratch.Tests.Support;

namespace GanFromScratch.Tests.GanTraining;

/// <summary>
/// The same GAN, trained on two devices from the same seed on the same digits. The random numbers are equal bit for bit, the formulas are the
/// same polynomials; what differs is the order in which long sums are added up, and what training makes of it.
/// </summary>
public class DeviceParityTests : SimtFixture
{
    private const int Steps = 100;

    [TestCase("mlp")]
    [TestCase("keras-mlp")]
    public void After_a_hundred_steps_the_GAN_is_the_same_as_on_the_processor(string model)
    {
        using var cpu = new CpuDevice(2);
        (Dictionary<string, float[]> expected, StepMetrics onCpu) = Train(model, cpu, capture: true);
        (Dictionary<string, float[]> actual, StepMetrics onDevice) = Train(model, Device, capture: true);
        foreach (var name in expected.Keys)
        {
            double worst = expected[name].Zip(actual[name]).Max(p => Math.Abs(p.First - p.Second));
            double mean = expected[name].Zip(actual[name]).Average(p => Math.Abs(p.First - p.Second));
            TestContext.Out.WriteLine($"{name}: worst {worst:g3} mean {mean:g3} of {expected[name].Max(Math.Abs):g3}");
        }
        TestContext.Out.WriteLine($"{onCpu}\n{onDevice}");
    }

    private static (Dictionary<string, float[]> State, StepMetrics Metrics) Train(string model, Device device, bool capture)
    {
        TrainingOptions options = (TrainingOptions.For(ModelCatalog.Find(model)) with { Capture = capture }).Validate();
        using var trainer = new GanTrainer(options, ModelCatalog.Find(model), device);
        ISampleSource samples = TrainingData.Load(ModelCatalog.Find(model), options, _ => { });
        var order = new BatchOrder(samples.Count, options.Batch, options.Seed);
        for (int step = 0; step < Steps; step++)
            trainer.Step(samples, order, epoch: 0, step % order.BatchesPerEpoch);
        var state = new[] { ("generator", trainer.Generator.StateDict()), ("discriminator", trainer.Discriminator.StateDict()) }
            .SelectMany(p => p.Item2.Select(t => KeyValuePair.Create($"{p.Item1} {t.Key}", t.Value.ToArray()))).ToDictionary();
        using (new TensorScope())
            state["samples"] = trainer.Sample(trainer.Noise.Normal([64, ModelCatalog.Find(model).LatentSize])).ToArray();
        return (state, trainer.ReadMetrics(Steps));
    }
}
