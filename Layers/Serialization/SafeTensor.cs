using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GanFromScratch.Engine;

namespace GanFromScratch.Layers.Serialization;

/// <summary>
/// One named array of a safetensors file: its element type, its shape (row-major; empty for a scalar) and its raw little-endian bytes.
/// Supported types: F32 for weights and optimizer state; U32, U64 and I64 for counters; F64, F16 and BF16 for weights of other programs.
/// </summary>
/// <param name="DType">One of <see cref="Types"/>.</param>
/// <param name="Shape">Sizes ≥ 0, outermost first.</param>
/// <param name="Data">Exactly (product of the shape) × (bytes per element) bytes.</param>
public sealed record SafeTensor(string DType, int[] Shape, byte[] Data)
{
    /// <summary>The supported types, for messages.</summary>
    internal const string Types = "F32, F64, F16, BF16, U32, U64 or I64";

    public static SafeTensor FromFloats(ReadOnlySpan<float> values, params int[] shape) => Pack("F32", shape, values);

    public static SafeTensor FromUInt32(ReadOnlySpan<uint> values, params int[] shape) => Pack("U32", shape, values);

    public static SafeTensor FromUInt64(ReadOnlySpan<ulong> values, params int[] shape) => Pack("U64", shape, values);

    public static SafeTensor FromInt64(ReadOnlySpan<long> values, params int[] shape) => Pack("I64", shape, values);

    /// <exception cref="InputException">The tensor is not of type F32.</exception>
    public float[] ToFloats() => Unpack<float>("F32");

    /// <summary>The numbers rounded to floats, of any type of weights, or of a counter.</summary>
    /// <exception cref="InputException">The tensor is of another type.</exception>
    public float[] AsFloats() => DType switch
    {
        "F64" => Array.ConvertAll(Unpack<double>(DType), value => (float)value),
        "F16" => Array.ConvertAll(Unpack<Half>(DType), value => (float)value),

        // The upper half of a float.
        "BF16" => Array.ConvertAll(Unpack<ushort>(DType), value => BitConverter.UInt32BitsToSingle((uint)value << 16)),
        "I64" => Array.ConvertAll(ToInt64(), value => (float)value),
        _ => ToFloats(),
    };

    /// <exception cref="InputException">The tensor is not of type U32.</exception>
    public uint[] ToUInt32() => Unpack<uint>("U32");

    /// <exception cref="InputException">The tensor is not of type U64.</exception>
    public ulong[] ToUInt64() => Unpack<ulong>("U64");

    /// <exception cref="InputException">The tensor is not of type I64.</exception>
    public long[] ToInt64() => Unpack<long>("I64");

    /// <summary>Bytes per element, or 0 for a type that is not supported.</summary>
    internal static int ElementSize(string dtype) => dtype switch
    {
        "F16" or "BF16" => 2,
        "F32" or "U32" => 4,
        "F64" or "U64" or "I64" => 8,
        _ => 0,
    };

    /// <summary>Number of bytes of <paramref name="shape"/>, or null on overflow.</summary>
    internal static long? ByteCount(string dtype, ReadOnlySpan<int> shape)
    {
        try
        {
            long bytes = ElementSize(dtype);
            foreach (int size in shape)
                bytes = checked(bytes * size);
            return bytes;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>The shape as text: "[64, 784]".</summary>
    internal static string Format(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    private static SafeTensor Pack<T>(string dtype, int[] shape, ReadOnlySpan<T> values) where T : unmanaged
    {
        byte[] data = MemoryMarshal.AsBytes(values).ToArray();
        if (ByteCount(dtype, shape) != data.Length)
            throw new ShapeException(
                $"A {dtype} tensor of shape {Format(shape)} cannot be made of {values.Length:N0} values; give as many as the shape " +
                "holds.");

        SwapOnBigEndian(data, ElementSize(dtype));
        return new SafeTensor(dtype, shape, data);
    }

    private T[] Unpack<T>(string dtype) where T : unmanaged
    {
        if (DType != dtype)
            throw new InputException(
                $"A tensor of shape {Format(Shape)} has type {DType}, expected {dtype}; the file was written for something else.");

        byte[] data = [.. Data];
        SwapOnBigEndian(data, ElementSize(dtype));
        return MemoryMarshal.Cast<byte, T>(data).ToArray();
    }

    /// <summary>The format is little-endian; big-endian machines swap the bytes of every element.</summary>
    private static void SwapOnBigEndian(Span<byte> data, int elementSize)
    {
        if (BitConverter.IsLittleEndian)
            return;

        if (elementSize == 2)
        {
            Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(data);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else if (elementSize == 4)
        {
            Span<uint> words = MemoryMarshal.Cast<byte, uint>(data);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
        else
        {
            Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(data);
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}

/// <summary>The contents of a safetensors file: tensors by name, and free text by key.</summary>
public sealed record SafeTensorsFile(IReadOnlyDictionary<string, SafeTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
