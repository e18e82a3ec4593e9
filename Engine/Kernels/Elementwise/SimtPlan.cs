namespace GanFromScratch.Engine.Kernels.Elementwise;

/// <summary>
/// A <see cref="BroadcastPlan"/> as a kernel argument: plain numbers, since arrays inside structs are not translated. Dimensions count
/// from the inside: 1 is the one around the innermost.
/// </summary>
internal readonly struct SimtPlan
{
    private readonly int size1;
    private readonly int strideA1;
    private readonly int strideB1;
    private readonly int size2;
    private readonly int strideA2;
    private readonly int strideB2;
    private readonly int size3;
    private readonly int strideA3;
    private readonly int strideB3;
    private readonly int size4;
    private readonly int strideA4;
    private readonly int strideB4;
    private readonly int size5;
    private readonly int strideA5;
    private readonly int strideB5;

    public SimtPlan(in BroadcastPlan plan)
    {
        Rank = plan.Rank;
        Inner = plan.Inner;
        InnerStrideA = plan.InnerStrideA;
        InnerStrideB = plan.InnerStrideB;
        (size1, strideA1, strideB1) = plan.Around(1);
        (size2, strideA2, strideB2) = plan.Around(2);
        (size3, strideA3, strideB3) = plan.Around(3);
        (size4, strideA4, strideB4) = plan.Around(4);
        (size5, strideA5, strideB5) = plan.Around(5);
    }

    /// <summary>Dimensions after merging, at least 1.</summary>
    public int Rank { get; }

    /// <summary>Length of the innermost dimension.</summary>
    public int Inner { get; }

    /// <summary>Stride of operand A along the innermost dimension.</summary>
    public int InnerStrideA { get; }

    public int InnerStrideB { get; }

    /// <summary>The offsets of row <paramref name="row"/> (of length <see cref="Inner"/>) in the two operands.</summary>
    public void Locate(int row, out int a, out int b)
    {
        if (Rank <= 2)
        {
            // The usual case, without a division. With one dimension there is only row 0.
            a = row * strideA1;
            b = row * strideB1;
        }
        else
        {
            a = 0;
            b = 0;
            Descend(ref row, size1, strideA1, strideB1, ref a, ref b);
            Descend(ref row, size2, strideA2, strideB2, ref a, ref b);
            if (Rank > 3)
                Descend(ref row, size3, strideA3, strideB3, ref a, ref b);
            if (Rank > 4)
                Descend(ref row, size4, strideA4, strideB4, ref a, ref b);
            if (Rank > 5)
                Descend(ref row, size5, strideA5, strideB5, ref a, ref b);
        }
    }

    /// <summary>The offsets of element <paramref name="i"/> of the result, in row-major order, in the two operands.</summary>
    public void LocateElement(int i, out int a, out int b)
    {
        if (Rank == 1)
        {
            a = i * InnerStrideA;
            b = i * InnerStrideB;
        }
        else
        {
            int row = i / Inner, column = i - (row * Inner);
            Locate(row, out a, out b);
            a += column * InnerStrideA;
            b += column * InnerStrideB;
        }
    }

    /// <summary>Splits one dimension's index off <paramref name="row"/>, which keeps the dimensions around it.</summary>
    private static void Descend(ref int row, int size, int strideA, int strideB, ref int a, ref int b)
    {
        int rest = row / size, index = row - (rest * size);
        a += index * strideA;
        b += index * strideB;
        row = rest;
    }
}
