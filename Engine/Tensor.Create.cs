using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Engine;

/// <summary>Creation. Random tensors come from a RandomSource.</summary>
public partial class Tensor
{
    /// <summary>A tensor with the given values, row-major.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public static Tensor From(Device device, Shape shape, ReadOnlySpan<float> values)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (values.Length != shape.Size)
            throw new ShapeException($"A tensor of shape {shape} needs {shape.Size} values, got {values.Length}.");
        Tensor tensor = Allocate(device, shape);
        tensor.CopyFrom(values);
        return tensor;
    }

    /// <summary>A single number, of shape ().</summary>
    public static Tensor Scalar(Device device, float value) => Full(device, [], value);

    public static Tensor Zeros(Device device, Shape shape) => Full(device, shape, 0);

    public static Tensor Ones(Device device, Shape shape) => Full(device, shape, 1);

    /// <summary>Every element is <paramref name="value"/>.</summary>
    public static Tensor Full(Device device, Shape shape, float value)
    {
        ArgumentNullException.ThrowIfNull(device);
        Tensor tensor = Allocate(device, shape);
        tensor.Fill(value);
        return tensor;
    }

    /// <summary>0, 1, 2, …, of shape (count).</summary>
    public static Tensor Arange(Device device, int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
            values[i] = i;
        return From(device, [count], values);
    }

    /// <summary>
    /// As <see cref="From"/>, but outside of every <see cref="TensorScope"/> and every recorded step: memory that lives until disposed,
    /// such as the batch that a recorded step reads.
    /// </summary>
    public static Tensor Persistent(Device device, Shape shape, float value = 0)
    {
        ArgumentNullException.ThrowIfNull(device);
        Tensor tensor = AllocatePersistent(device, shape);
        float[] values = new float[shape.Size];
        values.AsSpan().Fill(value);
        tensor.CopyFrom(values);
        return tensor;
    }
}
