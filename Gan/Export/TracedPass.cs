using GanFromScratch.Engine;
using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Measures;

namespace GanFromScratch.Gan.Export;

/// <summary>The ops of a network's evaluation of one batch.</summary>
internal sealed class TracedPass
{
    private TracedPass(int batch, IReadOnlyList<TracedOp> ops, IReadOnlyList<TracedValue> inputs, TracedValue output) =>
        (Batch, Ops, Inputs, Output) = (batch, ops, inputs, output);

    /// <summary>Samples in the batch.</summary>
    public int Batch { get; }

    public IReadOnlyList<TracedOp> Ops { get; }

    public IReadOnlyList<TracedValue> Inputs { get; }

    public TracedValue Output { get; }

    /// <summary>Runs a network on made-up inputs; the tensors live as long as the scope that is open.</summary>
    public static TracedPass Of(ExportedNetwork network, int batch, Device device)
    {
        using var noGrad = new NoGradScope();
        Tensor[] inputs = [.. network.Inputs.Select(input => Made(input, batch, device))];
        var trace = new OpTrace();
        device.Observe(new LaunchObserver { Ops = trace });
        try
        {
            Tensor output = network.Forward(inputs);
            return new(batch, trace.Ops, [.. inputs.Select(trace.Of)], trace.Of(output));
        }
        finally
        {
            device.Observe(null);
        }
    }

    private static Tensor Made(ExportedInput input, int batch, Device device)
    {
        Shape shape = [batch, .. input.Shape];
        float[] values = new float[shape.Size];
        for (int i = 0; i < values.Length; i++)
            values[i] = input.Classes > 0 ? i % input.Classes : MathF.Sin(i);
        return Tensor.From(device, shape, values);
    }
}
