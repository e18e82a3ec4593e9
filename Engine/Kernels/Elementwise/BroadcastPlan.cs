using System.Runtime.CompilerServices;

namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// The index arithmetic of broadcasting: numbers in row-major order while two operands advance by their own strides; a stride of 0
/// repeats a value. Neighbouring dimensions with compatible strides are merged, so the usual cases become one or two dimensions: equal
/// shapes are one long row; (64, 784) with (784) is 64 rows of 784, the second operand with stride 0 from row to row.
/// </summary>
internal struct BroadcastPlan
{
    private Sizes size, strideA, strideB;

    /// <summary>Dimensions left after merging, at least 1.</summary>
    public int Rank { get; private set; }

    /// <summary>Length of the innermost dimension.</summary>
    public readonly int Inner => size[Rank - 1];

    /// <summary>Stride of operand A along the innermost dimension.</summary>
    public readonly int InnerStrideA => strideA[Rank - 1];

    public readonly int InnerStrideB => strideB[Rank - 1];

    /// <summary>The dimension around the innermost one: its length and strides; 1, 0 and 0 if there is none.</summary>
    public readonly (int Size, int StrideA, int StrideB) Outer => Around(1);

    /// <summary>Number of innermost rows.</summary>
    public readonly int Rows
    {
        get
        {
            int rows = 1;
            for (int i = 0; i < Rank - 1; i++)
                rows *= size[i];
            return rows;
        }
    }

    /// <summary>The dimension <paramref name="depth"/> places around the innermost one, as <see cref="Outer"/>.</summary>
    public readonly (int Size, int StrideA, int StrideB) Around(int depth)
    {
        int i = Rank - 1 - depth;
        return i < 0 ? (1, 0, 0) : (size[i], strideA[i], strideB[i]);
    }

    /// <summary>Two tensors broadcast to the shape of their result.</summary>
    public static BroadcastPlan Of(Shape result, Shape a, Shape b)
    {
        Span<int> stridesA = stackalloc int[result.Rank], stridesB = stackalloc int[result.Rank];
        Strides(result, a, stridesA);
        Strides(result, b, stridesB);
        return Of(result, stridesA, stridesB);
    }

    /// <summary>Any strides, in elements.</summary>
    public static BroadcastPlan Of(Shape block, ReadOnlySpan<int> stridesA, ReadOnlySpan<int> stridesB)
    {
        BroadcastPlan plan = default;
        for (int i = 0; i < block.Rank; i++)
        {
            int n = block[i];
            if (n == 1)
                continue;
            int last = plan.Rank - 1;
            if (last >= 0 && plan.strideA[last] == stridesA[i] * n && plan.strideB[last] == stridesB[i] * n)
            {
                plan.size[last] *= n;
            }
            else
            {
                last = plan.Rank++;
                plan.size[last] = n;
            }

            plan.strideA[last] = stridesA[i];
            plan.strideB[last] = stridesB[i];
        }

        if (plan.Rank == 0)
        {
            plan.Rank = 1;
            plan.size[0] = 1;
        }

        return plan;
    }

    /// <summary>
    /// The strides of a contiguous tensor of shape <paramref name="operand"/>, 0 where it is repeated to fill <paramref name="result"/>.
    /// </summary>
    public static void Strides(Shape result, Shape operand, Span<int> strides)
    {
        int stride = 1;
        for (int i = result.Rank - 1; i >= 0; i--)
        {
            int axis = i - (result.Rank - operand.Rank);
            int n = axis < 0 ? 1 : operand[axis];
            strides[i] = n == 1 ? 0 : stride;
            stride *= n;
        }
    }

    /// <summary>The offsets of row <paramref name="row"/> in the two operands.</summary>
    public readonly void Locate(int row, out int offsetA, out int offsetB)
    {
        offsetA = offsetB = 0;
        for (int i = Rank - 2; i >= 0; i--)
        {
            int index = row % size[i];
            row /= size[i];
            offsetA += index * strideA[i];
            offsetB += index * strideB[i];
        }
    }

    [InlineArray(Shape.MaxRank)]
    private struct Sizes
    {
        private int first;
    }
}
