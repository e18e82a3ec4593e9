using GanFromScratch.Engine.Devices;

namespace GanFromScratch.Engine;

/// <summary>Creation. Random tensors come from a RandomSource.</summary>
public partial class Tensor
{
    /// <summary>A tensor with the given values, row-major.</summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public static Tensor From(Device device, Shape shape, ReadOnlySpan<float> values)
    {
        Tensor tensor = Room(device, shape, values.Length);
        tensor.CopyFrom(values);
        return tensor;
    }

    /// <summary>
    /// As <see cref="From(Device, Shape, ReadOnlySpan{float})"/>, from doubles: kept on the reference device, rounded to floats
    /// elsewhere.
    /// </summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public static Tensor From(Device device, Shape shape, ReadOnlySpan<double> values)
    {
        Tensor tensor = Room(device, shape, values.Length);
        device.Upload(values, tensor.View);
        return tensor;
    }

    /// <summary>
    /// As <see cref="From(Device, Shape, ReadOnlySpan{float})"/>, from whole numbers such as classes and indices, which floats hold
    /// exactly up to 2²⁴.
    /// </summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    /// <exception cref="InputException">A value is beyond ±2²⁴ and not exact as a float.</exception>
    public static Tensor From(Device device, Shape shape, ReadOnlySpan<int> values)
    {
        float[] floats = new float[values.Length];
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = values[i];
            if ((double)floats[i] != values[i])
                throw new InputException(
                    $"A tensor holds whole numbers exactly up to 16,777,216, got {values[i]:N0} at place {i}; give it as a float if "
                    + $"{floats[i]:N0} will do.");
        }

        return From(device, shape, floats);
    }

    /// <summary>
    /// As <see cref="From(Device, Shape, ReadOnlySpan{float})"/>, from bytes, 0 to 255 without scaling: a picture's pixels.
    /// </summary>
    /// <exception cref="ShapeException">The number of values is not the shape's.</exception>
    public static Tensor From(Device device, Shape shape, ReadOnlySpan<byte> values)
    {
        float[] floats = new float[values.Length];
        for (int i = 0; i < floats.Length; i++)
            floats[i] = values[i];
        return From(device, shape, floats);
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
    /// Every element is <paramref name="value"/>, outside of every <see cref="TensorScope"/> and every recorded step: memory that lives
    /// until it is disposed, such as the batch that a recorded step reads.
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

    private static Tensor Room(Device device, Shape shape, int values)
    {
        ArgumentNullException.ThrowIfNull(device);
        return values == shape.Size
            ? Allocate(device, shape)
            : throw new ShapeException($"A tensor of shape {shape} needs {shape.Size} values, got {values}.");
    }
}
