using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Kernels.Arithmetic;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// <see cref="ParameterUpdate"/> on a GPU, or on a processor behind OpenCL: all parameters at once. On a GPU one item first computes the
/// values common to all parameters and increments the step counts (<c>Prepare</c>). On a processor each item computes them itself, and
/// the group that finishes last increments the step counts, after all have read them. State that the rule does not keep is a missing
/// view.
/// </summary>
internal static partial class ParameterUpdateSimt
{
    private const int SmallestRun = 1 << 12;

    // The values that a rule computes once a step.
    private const int StepLength = 3;

    public static KernelVersions<ParameterUpdateLaunch<TRule>> Gpu<TRule>()
        where TRule : unmanaged, IUpdateRule<TRule> => KernelVersions<ParameterUpdateLaunch<TRule>>.Ladder([
        new("Element", "one item per parameter", static (device, in work) => RunPrepared(device, work.Buffers, work.Rule, several: false)),
        new("Several", "four parameters per item, a grid stride apart: their loads are in flight together", static (device, in work) =>
            RunPrepared(device, work.Buffers, work.Rule, several: true),
            Pays: static (in work, traits) => Division.FillsWithSeveral(traits, work.Buffers.Parameters.Length))]);

    public static KernelVersions<ParameterUpdateLaunch<TRule>> Processor<TRule>()
        where TRule : unmanaged, IUpdateRule<TRule> => KernelVersions<ParameterUpdateLaunch<TRule>>.Ladder([
        new("Stretch", "one item per run of parameters, all in one launch", static (device, in work) =>
            RunStretches(device, work.Buffers, work.Rule))]);

    /// <summary>What all have in common, then the parameters.</summary>
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

    private static void RunStretches<TRule>(SimtDevice device, UpdateBuffers buffers, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        // Without parameters one group still increments the counts.
        int groups = Math.Max(Division.Runs(device, buffers.Parameters.Length, SmallestRun), 1);
        Stretch(
            device, groups, buffers.Parameters, buffers.Gradients, buffers.State0, buffers.State1, buffers.State2, buffers.LearningRate,
            buffers.Steps, device.Ticket, rule);
    }

    /// <summary>Once a step: bias corrections and the like, and the step counts.</summary>
    [Kernel(GroupSize = 1)]
    internal static void Prepare<TRule>(ArrayView<float> learningRate, ArrayView<float> steps, ArrayView<float> now, TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        StepFloats numbers = rule.InFloats(steps[0] + 1, learningRate[0]);
        now[0] = numbers.First;
        now[1] = numbers.Second;
        now[2] = numbers.Third;
        Raise(steps);
    }

    [Kernel]
    internal static void Element<TRule>(
        ArrayView<float> p, ArrayView<float> g, ArrayView<float> s0, ArrayView<float> s1, ArrayView<float> s2, ArrayView<float> now,
        TRule rule)
        where TRule : unmanaged, IUpdateRule<TRule>
    {
        int i = Grid.GlobalIndex.X;
        if (i < p.IntLength)
            Step(p, g, s0, s1, s2, i, new StepFloats(now[0], now[1], now[2]), rule);
    }

    [Kernel(GroupSize = 1)]
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

    [Kernel]
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
