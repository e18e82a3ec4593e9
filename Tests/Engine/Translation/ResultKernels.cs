using GanFromScratch.Engine.Simt;
using ILGPU;

namespace GanFromScratch.Tests.Engine.Translation;

/// <summary>How many elements a step takes, as a type.</summary>
[KernelFormula]
internal interface IStep
{
    static abstract int Length { get; }
}

internal readonly struct ThreeSteps : IStep
{
    public static int Length => 3;
}

internal readonly struct FiveSteps : IStep
{
    public static int Length => Half + (2 * 2);

    private static int Half => 1;
}

/// <summary>What one element becomes.</summary>
[KernelFormula]
internal interface IElementRule
{
    float Apply(float x, int index);

    void Split(float x, out float low, out float high)
    {
        low = Apply(x, 0);
        high = x - low;
    }
}

/// <summary>A rule with every kind of field that a launch can pass.</summary>
internal readonly record struct ScaleRule(double Factor, bool Negate, int Offset, uint Mask) : IElementRule
{
    private readonly float twice = 2 * (float)Factor;

    public float Apply(float x, int index) => (Negate ? -x : x) * (twice / 2) + (float)((uint)(index + Offset) & Mask);
}

/// <summary>Kernels whose results would be wrong if the translator mistook what they are about.</summary>
internal static partial class ResultKernels
{
    public const int GroupSize = 64;

    /// <summary>Each item sends its number and a word through all the functions of <see cref="ResultFunctions"/>.</summary>
    [Kernel(GroupSize = GroupSize)]
    internal static void Functions(ArrayView<uint> words, ArrayView<uint> results, bool odd)
    {
        int item = Grid.GlobalIndex.X;
        if (item >= words.IntLength)
            return;
        ArrayView<uint> mine = results.SubView(item * ResultFunctions.Count, ResultFunctions.Count);
        for (int f = 0; f < ResultFunctions.Count; f++)
            mine[f] = ResultFunctions.Value(f, item - 40, words[item], odd);
    }

    /// <summary>Two sums of each group's part through the same shared memory, in a loop that all items run equally often.</summary>
    [Kernel(GroupSize = GroupSize)]
    internal static void Sums(ArrayView<float> x, ArrayView<float> sums, int rounds)
    {
        ArrayView<float> partial = SharedMemory.Allocate<float>(GroupSize);
        ArrayView<float> own = LocalMemory.Allocate<float>(2);
        int item = Group.IdxX;
        own[0] = 0;
        own[1] = 0;
        for (int round = 0; round < rounds; round++)
        {
            int from = (Grid.IdxX * rounds + round) * GroupSize;
            if (from + item < x.IntLength)
                partial[item] = x[from + item];
            else
                partial[item] = 0;
            Group.Barrier();
            for (int half = GroupSize / 2; half > 0; half /= 2)
            {
                if (item < half)
                    Increase(ref partial[item], partial[item + half]);
                Group.Barrier();
            }

            Increase(ref own[0], partial[0]);
            Group.Barrier();
            partial[item] = item;
            Group.Barrier();
            Increase(ref own[1], Total(partial, item / 2));
            Group.Barrier();
        }

        if (item == GroupSize - 1)
        {
            sums[3 * Grid.IdxX] = own[0];
            sums[(3 * Grid.IdxX) + 1] = own[1];
            sums[(3 * Grid.IdxX) + 2] = Total(own, 2) + Total(x, 3);
        }
    }

    /// <summary>Views of views, a view that moves, one that may be missing, a rule and a step as types.</summary>
    [Kernel(GroupSize = 1)]
    internal static void Steps<TStep, TRule>(ArrayView<float> x, ArrayView<float> bias, ArrayView<float> y, TRule rule, bool backwards)
        where TStep : unmanaged, IStep
        where TRule : unmanaged, IElementRule
    {
        ArrayView<float> step = LocalMemory.Allocate<float>(TStep.Length * 2);
        ArrayView<float> rest = x.SubView(1, x.IntLength - 1).SubView(1, x.IntLength - 2);
        int at = 0;
        while (rest.IntLength >= TStep.Length)
        {
            for (int k = 0; k < Loop.Unroll(TStep.Length); k++)
            {
                step[backwards ? TStep.Length - 1 - k : k] = rule.Apply(rest[k], at + k);
                rule.Split(rest[k], out float low, out float high);
                step[TStep.Length + k] = low + (2 * high);
            }

            for (int k = 0; k < step.IntLength; k++, at++)
                y[at] = bias.IntLength == 0 ? step[k] : step[k] + bias[k % bias.IntLength];
            rest = rest.SubView(TStep.Length, rest.IntLength - TStep.Length);
        }

        y[at] = rest.IntLength;
    }

    /// <summary>Each item takes a slot of its own in an order that nobody knows.</summary>
    [Kernel(GroupSize = GroupSize)]
    internal static void Slots(ArrayView<int> counter, ArrayView<int> slots)
    {
        int slot = Atomic.Add(ref counter[0], 1);
        slots[slot] = Grid.GlobalIndex.X;
    }

    /// <summary>Takes one element, at <paramref name="index"/>, of one of five places.</summary>
    [Kernel(GroupSize = 1)]
    internal static void PastTheEnd(ArrayView<float> x, ArrayView<float> y, int place, int index)
    {
        ArrayView<float> shared = SharedMemory.Allocate<float>(8);
        ArrayView<float> own = LocalMemory.Allocate<float>(4);
        shared[0] = 1;
        own[0] = 2;
        if (place == 0)
            y[0] = x[index];
        if (place == 1)
            shared[index] = 3;
        if (place == 2)
            y[0] = own[index];
        if (place == 3)
            y[0] = Float4.Load(x, index).W;
        if (place == 4)
            y[0] = Total(x, index);
        if (place == 5)
            y[0] = x.SubView(2, 3)[index];
    }

    private static void Increase(ref float target, float amount) => target += amount;

    private static float Total(ArrayView<float> view, int length)
    {
        float sum = 0;
        for (int k = 0; k < length; k++)
            sum += view[k];
        return sum;
    }
}
