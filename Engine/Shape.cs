using System.Collections;
using System.Runtime.CompilerServices;

namespace GanFromScratch.Engine;

/// <summary>
/// The sizes of a tensor, outermost first, e.g. (64, 1, 28, 28); no sizes at all for a single number. At most six dimensions, stored
/// inside the struct so that shapes allocate nothing. Written as a collection: <c>Tensor.Zeros(device, [64, 100])</c>.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Create))]
public readonly struct Shape : IEquatable<Shape>, IEnumerable<int>
{
    /// <summary>The most dimensions a tensor can have.</summary>
    public const int MaxRank = 6;

    private readonly Sizes sizes;

    private Shape(ReadOnlySpan<int> dimensions)
    {
        if (dimensions.Length > MaxRank)
            throw new ShapeException($"A tensor has at most {MaxRank} dimensions, got {dimensions.Length}.");
        long length = 1;
        for (int i = 0; i < dimensions.Length; i++)
        {
            if (dimensions[i] < 0)
                throw new ShapeException($"A dimension cannot be negative: dimension {i} is {dimensions[i]}.");
            sizes[i] = dimensions[i];
            length = Math.Min(length * dimensions[i], (long)int.MaxValue + 1);
        }

        if (length > int.MaxValue)
            throw new ShapeException(
                $"A tensor has at most {int.MaxValue} elements; ({string.Join(", ", dimensions.ToArray())}) has more.");
        Rank = dimensions.Length;
        Size = (int)length;
    }

    /// <summary>Number of dimensions.</summary>
    public int Rank { get; }

    /// <summary>
    /// Number of elements: the product of the sizes. (Not called Length or Count, which <c>[n, .. shape]</c> would read as the number of
    /// sizes.)
    /// </summary>
    public int Size { get; }

    /// <summary>The size of a dimension; negative axes count from the end.</summary>
    public int this[int axis] => sizes[Axis(axis)];

    public static bool operator ==(Shape a, Shape b) => a.Equals(b);

    public static bool operator !=(Shape a, Shape b) => !a.Equals(b);

    public static Shape Create(ReadOnlySpan<int> dimensions) => new(dimensions);

    /// <summary>Maps an axis that may count from the end into [0, Rank).</summary>
    public int Axis(int axis) =>
        axis >= -Rank && axis < Rank
            ? axis < 0 ? axis + Rank : axis
            : throw new ShapeException($"Axis {axis} does not exist in a tensor of shape {this}: expected {-Rank} to {Rank - 1}.");

    /// <summary>The same shape with one dimension changed.</summary>
    public Shape With(int axis, int size)
    {
        Span<int> dimensions = stackalloc int[Rank];
        CopyTo(dimensions);
        dimensions[Axis(axis)] = size;
        return new(dimensions);
    }

    /// <summary>The same shape with 1 for every dimension from an axis on, which broadcasts over them.</summary>
    public Shape OnesFrom(int axis)
    {
        Span<int> dimensions = stackalloc int[Rank];
        CopyTo(dimensions);
        dimensions[axis..].Fill(1);
        return new(dimensions);
    }

    /// <summary>The product of the dimensions begin ≤ i &lt; end.</summary>
    public int Product(int begin, int end)
    {
        int product = 1;
        for (int i = begin; i < end; i++)
            product *= sizes[i];
        return product;
    }

    public void CopyTo(Span<int> dimensions)
    {
        for (int i = 0; i < Rank; i++)
            dimensions[i] = sizes[i];
    }

    /// <summary>
    /// The shape of an element-by-element op on shapes a and b: aligned at the last dimension, sizes must be equal or 1, as in NumPy.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Shape Broadcast(Shape a, Shape b, string op)
    {
        if (a == b)
            return a;
        int rank = Math.Max(a.Rank, b.Rank);
        Span<int> dimensions = stackalloc int[rank];
        for (int i = 0; i < rank; i++)
        {
            int m = i < rank - a.Rank ? 1 : a.sizes[i - (rank - a.Rank)];
            int n = i < rank - b.Rank ? 1 : b.sizes[i - (rank - b.Rank)];
            if (m != n && m != 1 && n != 1)
                throw new ShapeException(
                    $"{op}: shapes {a} and {b} do not fit: aligned at the last dimension, sizes must be equal or 1, but {m} meets {n}.");
            dimensions[i] = m == 1 ? n : m;
        }

        return new(dimensions);
    }

    public bool Equals(Shape other)
    {
        if (Rank != other.Rank)
            return false;
        for (int i = 0; i < Rank; i++)
        {
            if (sizes[i] != other.sizes[i])
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is Shape other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        for (int i = 0; i < Rank; i++)
            hash.Add(sizes[i]);
        return hash.ToHashCode();
    }

    public int[] ToArray()
    {
        int[] dimensions = new int[Rank];
        CopyTo(dimensions);
        return dimensions;
    }

    public override string ToString() => $"({string.Join(", ", ToArray())})";

    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)ToArray()).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    [InlineArray(MaxRank)]
    private struct Sizes
    {
        private int first;
    }
}
