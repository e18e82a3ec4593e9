using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// <see cref="ParameterUpdate"/> on a GPU, or on a processor behind OpenCL: one launch over all parameters. Each item works out for itself
/// what is the same for all in this step; the group that finishes last raises the step counts, when all have read them. State that the rule
/// does not keep is a missing view.
/// <list type="number">
/// <item><c>Element</c>: a parameter an item.</item>
/// <item><c>Stretch</c>: a run of parameters an item, for a processor.</item>
/// <item><c>Several</c>: four parameters an item, a grid apart, which share that work.</item>
/// </list>
/// </summary>
internal static partial class ParameterUpdateSimt
{
    private const int SmallestRun = 1 << 12;

    public static void Run<TRule>(SimtDevice device, UpdateBuffers buffers, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        // Without parameters one group still raises the counts.
        int n = buffers.Parameters.Length;
        if (device.Traits.IsProcessor)
        {
            Stretch(
                device, Math.Max(Division.Runs(device, n, SmallestRun), 1), buffers.Parameters, buffers.Gradients, buffers.State0, buffers.State1, buffers.State2,
                buffers.LearningRate, buffers.Steps, device.Ticket, rule);
        }
        else if (Division.FillsWithSeveral(device, n))
        {
            Several(
                device, Division.GroupsOfSeveral(n), buffers.Parameters, buffers.Gradients, buffers.State0, buffers.State1,
                buffers.State2, buffers.LearningRate, buffers.Steps, device.Ticket, rule);
        }
        else
        {
            Element(
                device, Math.Max(Division.Groups(n), 1), buffers.Parameters, buffers.Gradients, buffers.State0, buffers.State1, buffers.State2,
                buffers.LearningRate, buffers.Steps, device.Ticket, rule);
        }
    }

    [Kernel(1, "a parameter an item")]
    internal static void Element<TRule>(
        ArrayView<float> p, ArrayView<float> g, ArrayView<float> s0, ArrayView<float> s1, ArrayView<float> s2, ArrayView<float> learningRate,
        ArrayView<float> steps, ArrayView<int> ticket, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        TRule now = rule.At(steps[0] + 1, learningRate[0]);
        int i = Grid.GlobalIndex.X;
        if (i < p.IntLength)
            Step(p, g, s0, s1, s2, i, now);
        Group.Barrier();
        if (Group.IdxX == 0 && LastGroup.Arrives(ticket))
            Raise(steps);
    }

    [Kernel(2, "a run of parameters an item", GroupSize = 1)]
    internal static void Stretch<TRule>(
        ArrayView<float> p, ArrayView<float> g, ArrayView<float> s0, ArrayView<float> s1, ArrayView<float> s2, ArrayView<float> learningRate,
        ArrayView<float> steps, ArrayView<int> ticket, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        TRule now = rule.At(steps[0] + 1, learningRate[0]);
        int end = Division.End(p.IntLength);
        for (int i = Division.Begin(p.IntLength); i < end; i++)
            Step(p, g, s0, s1, s2, i, now);
        if (LastGroup.Arrives(ticket))
            Raise(steps);
    }

    [Kernel(3, "several parameters an item, a grid apart")]
    internal static void Several<TRule>(
        ArrayView<float> p, ArrayView<float> g, ArrayView<float> s0, ArrayView<float> s1, ArrayView<float> s2, ArrayView<float> learningRate,
        ArrayView<float> steps, ArrayView<int> ticket, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        TRule now = rule.At(steps[0] + 1, learningRate[0]);
        for (int k = 0; k < Loop.Unroll(Division.Several); k++)
        {
            int i = Grid.GlobalIndex.X + (k * Grid.DimX * Group.DimX);
            if (i < p.IntLength)
                Step(p, g, s0, s1, s2, i, now);
        }

        Group.Barrier();
        if (Group.IdxX == 0 && LastGroup.Arrives(ticket))
            Raise(steps);
    }

    private static void Step<TRule>(
        ArrayView<float> p, ArrayView<float> g, ArrayView<float> s0, ArrayView<float> s1, ArrayView<float> s2, int i, TRule now)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        Lane value = p[i], a = Load(s0, i), b = Load(s1, i), c = Load(s2, i);
        now.Apply<Lane>(ref value, g[i], ref a, ref b, ref c);
        p[i] = value.Value;
        Store(s0, i, a.Value);
        Store(s1, i, b.Value);
        Store(s2, i, c.Value);
    }

    private static float Load(ArrayView<float> state, int i)
    {
        float value = 0;
        if (state.IntLength > 0)
            value = state[i];
        return value;
    }

    private static void Store(ArrayView<float> state, int i, float value)
    {
        if (state.IntLength > 0)
            state[i] = value;
    }

    private static void Raise(ArrayView<float> steps)
    {
        for (int i = 0; i < steps.IntLength; i++)
            steps[i] += 1;
    }
}
