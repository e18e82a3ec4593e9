using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// <see cref="ParameterUpdate"/> on a GPU, or on a processor behind OpenCL: all parameters at once. On a GPU one item first works out what
/// is the same for all of them and raises the step counts (<c>Prepare</c>). State that the rule does not keep is a missing view.
/// <list type="number">
/// <item><c>Element</c>: a parameter an item.</item>
/// <item><c>Stretch</c>: a run of parameters an item, for a processor, in one launch: each item works out for itself what is the same for
/// all, and the group that finishes last raises the step counts, when all have read them.</item>
/// <item><c>Several</c>: four parameters an item, a grid apart.</item>
/// </list>
/// </summary>
internal static partial class ParameterUpdateSimt
{
    private const int SmallestRun = 1 << 12;

    // What a rule works out once a step.
    private const int StepLength = 3;

    public static void Run<TRule>(SimtDevice device, UpdateBuffers buffers, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        int n = buffers.Parameters.Length;
        if (device.Traits.IsProcessor)
        {
            // Without parameters one group still raises the counts.
            Stretch(
                device, Math.Max(
                    Division.Runs(device, n, SmallestRun),
                    1), buffers.Parameters, buffers.Gradients, buffers.State0, buffers.State1, buffers.State2,
                buffers.LearningRate, buffers.Steps, device.Ticket, rule);
        }
        else
        {
            RunPrepared(device, buffers, rule, Division.FillsWithSeveral(device, n));
        }
    }

    /// <summary>Rungs 1 and 3: what all have in common, and the parameters.</summary>
    internal static void RunPrepared<TRule>(SimtDevice device, UpdateBuffers buffers, TRule rule, bool several)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        (BufferView p, BufferView g, int n) = (buffers.Parameters, buffers.Gradients, buffers.Parameters.Length);
        DeviceBuffer buffer = device.Rent(StepLength);
        var now = new BufferView(buffer, 0, StepLength);
        Prepare(device, 1, buffers.LearningRate, buffers.Steps, now, rule);
        if (several)
            Several(device, Division.GroupsOfSeveral(n), p, g, buffers.State0, buffers.State1, buffers.State2, now, rule);
        else
            Element(device, Division.Groups(n), p, g, buffers.State0, buffers.State1, buffers.State2, now, rule);
        buffer.Release();
    }

    [Kernel(1, "once a step: bias corrections and the like, and the step counts", GroupSize = 1)]
    internal static void Prepare<TRule>(ArrayView<float> learningRate, ArrayView<float> steps, ArrayView<float> now, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        StepFloats numbers = rule.InFloats(steps[0] + 1, learningRate[0]);
        now[0] = numbers.First;
        now[1] = numbers.Second;
        now[2] = numbers.Third;
        Raise(steps);
    }

    [Kernel(1, "a parameter an item")]
    internal static void Element<TRule>(
        ArrayView<float> p, ArrayView<float> g, ArrayView<float> s0, ArrayView<float> s1, ArrayView<float> s2, ArrayView<float> now,
        TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        int i = Grid.GlobalIndex.X;
        if (i < p.IntLength)
            Step(p, g, s0, s1, s2, i, new StepFloats(now[0], now[1], now[2]), rule);
    }

    [Kernel(2, "a run of parameters an item", GroupSize = 1)]
    internal static void Stretch<TRule>(
        ArrayView<float> p, ArrayView<float> g, ArrayView<float> s0, ArrayView<float> s1, ArrayView<float> s2,
        ArrayView<float> learningRate,
        ArrayView<float> steps, ArrayView<int> ticket, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        StepFloats now = rule.InFloats(steps[0] + 1, learningRate[0]);
        int end = Division.End(p.IntLength);
        for (int i = Division.Begin(p.IntLength); i < end; i++)
            Step(p, g, s0, s1, s2, i, now, rule);
        MemoryFence.DeviceLevel();
        if (LastGroup.Arrives(ticket))
            Raise(steps);
    }

    [Kernel(3, "several parameters an item, a grid apart")]
    internal static void Several<TRule>(
        ArrayView<float> p, ArrayView<float> g, ArrayView<float> s0, ArrayView<float> s1, ArrayView<float> s2, ArrayView<float> now,
        TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        var numbers = new StepFloats(now[0], now[1], now[2]);
        for (int k = 0; k < Loop.Unroll(Division.Several); k++)
        {
            int i = Grid.GlobalIndex.X + (k * Grid.DimX * Group.DimX);
            if (i < p.IntLength)
                Step(p, g, s0, s1, s2, i, numbers, rule);
        }
    }

    private static void Step<TRule>(
        ArrayView<float> p, ArrayView<float> g, ArrayView<float> s0, ArrayView<float> s1, ArrayView<float> s2, int i, StepFloats now,
        TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        Lane value = p[i], a = Load(s0, i), b = Load(s1, i), c = Load(s2, i);
        rule.Apply<Lane>(ref value, g[i], ref a, ref b, ref c, now.First, now.Second, now.Third);
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
