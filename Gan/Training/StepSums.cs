using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Gan.Training;

/// <summary>The sums that the log's means are made of, added up on the device as a part of each step.</summary>
/// <param name="device">Where the steps run.</param>
/// <param name="boundary">The opinion above which a sample counts as real; null to compare pairs.</param>
/// <param name="discriminatorSteps">k: each discriminator step counts 1/k.</param>
/// <param name="verdicts">Shape of the discriminator's output, to keep its last opinions; null to keep none.</param>
internal sealed class StepSums(Device device, float? boundary, int discriminatorSteps, Shape? verdicts) : IDisposable
{
    private readonly Tensor boundaryValue = Tensor.Persistent(device, [], boundary ?? 0);

    /// <summary>In the order of <see cref="StepMetrics"/>.</summary>
    public Tensor Values { get; } = Tensor.Persistent(device, [StepMetrics.Count]);

    /// <summary>The opinions of the last discriminator step, of each sample; null if none are kept.</summary>
    public (Tensor Real, Tensor Fake)? Verdicts { get; } =
        verdicts is Shape shape ? (Tensor.Persistent(device, shape), Tensor.Persistent(device, shape)) : null;

    /// <summary>Adds a discriminator step.</summary>
    /// <param name="loss">Of shape ().</param>
    /// <param name="onReal">The discriminator's opinion of real samples.</param>
    /// <param name="onFake">And of as many generated ones.</param>
    /// <returns>The share of real samples that it is right about.</returns>
    public Tensor AddDiscriminator(Tensor loss, Tensor onReal, Tensor onFake)
    {
        using var noGrad = new NoGradScope();
        Verdicts?.Real.CopyFrom(onReal);
        Verdicts?.Fake.CopyFrom(onFake);
        Tensor realRight = onReal.GreaterThan(boundary == null ? onFake : boundaryValue).Mean();
        Tensor right = boundary == null ? realRight : (realRight + boundaryValue.GreaterThan(onFake).Mean()) * 0.5;
        Tensor nothingOfGenerator = Tensor.Zeros(device, []);
        Add(1.0 / discriminatorSteps, loss, nothingOfGenerator, onReal.Mean(), onFake.Mean(), right);
        return realRight;
    }

    /// <summary>Adds a generator step.</summary>
    public void AddGenerator(Tensor loss)
    {
        using var noGrad = new NoGradScope();
        Tensor nothing = Tensor.Zeros(device, []);
        Add(1, nothing, loss, nothing, nothing, nothing);
    }

    public void Dispose()
    {
        boundaryValue.Dispose();
        Values.Dispose();
        Verdicts?.Real.Dispose();
        Verdicts?.Fake.Dispose();
    }

    private void Add(double weight, params Tensor[] values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = values[i].Reshape(1);
        Values.AddInPlace(Tensor.Concat(values) * weight);
    }
}
