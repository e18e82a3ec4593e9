using System.Runtime.CompilerServices;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Kernels.Arithmetic;

namespace GanFromScratch.Engine.Kernels.Optimizers;

/// <summary>
/// <see cref="ParameterUpdate"/> on the CPU: a register of parameters at a time, each array read and written once; the last few through
/// <see cref="PartialLanes"/>. State that the rule does not keep has no address.
/// </summary>
internal readonly unsafe struct ParameterUpdateSimd<TRule>(UpdateBuffers buffers, TRule rule) : ISimdLaunch<ParameterUpdateSimd<TRule>>
    where TRule : unmanaged, IUpdateRule<TRule>
{
    private readonly float* p = CpuBuffer.Pointer(buffers.Parameters);
    private readonly float* g = CpuBuffer.Pointer(buffers.Gradients);
    private readonly float* s0 = Address(buffers.State0);
    private readonly float* s1 = Address(buffers.State1);
    private readonly float* s2 = Address(buffers.State2);
    private readonly float* learningRate = CpuBuffer.Pointer(buffers.LearningRate);
    private readonly float* steps = CpuBuffer.Pointer(buffers.Steps);
    private readonly int stepCount = buffers.Steps.Length;
    private readonly TRule rule = rule;

    public int Items { get; } = buffers.Parameters.Length;

    public int Grain => 1 << 12;

    public void Run<L>(int begin, int end)
        where L : unmanaged, ILanes<L>
    {
        // A local copy: the compiler would reload a field in every iteration, since a store may overwrite it.
        TRule rule = this.rule;
        StepNumbers now = rule.At(*steps + 1.0, *learningRate);
        L first = L.Broadcast((float)now.First), second = L.Broadcast((float)now.Second), third = L.Broadcast((float)now.Third);
        int i = begin;
        for (; i <= end - L.Count; i += L.Count)
        {
            L value = L.Load(p + i), a = Load<L>(s0, i), b = Load<L>(s1, i), c = Load<L>(s2, i);
            rule.Apply(ref value, L.Load(g + i), ref a, ref b, ref c, first, second, third);
            value.Store(p + i);
            Store(s0, i, a);
            Store(s1, i, b);
            Store(s2, i, c);
        }

        if (i < end)
        {
            int left = end - i;
            L value = PartialLanes.Load<L>(p + i, left);
            L a = LoadPart<L>(s0, i, left), b = LoadPart<L>(s1, i, left), c = LoadPart<L>(s2, i, left);
            rule.Apply(ref value, PartialLanes.Load<L>(g + i, left), ref a, ref b, ref c, first, second, third);
            PartialLanes.Store(value, p + i, left);
            StorePart(s0, i, a, left);
            StorePart(s1, i, b, left);
            StorePart(s2, i, c, left);
        }
    }

    public static void Finish(in ParameterUpdateSimd<TRule> launch) => launch.CountStep();

    private void CountStep()
    {
        for (int i = 0; i < stepCount; i++)
            steps[i]++;
    }

    private static float* Address(BufferView? state) => state is BufferView view ? CpuBuffer.Pointer(view) : null;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static L Load<L>(float* state, int i)
        where L : unmanaged, ILanes<L> =>
        state != null ? L.Load(state + i) : L.Zero;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<L>(float* state, int i, L value)
        where L : unmanaged, ILanes<L>
    {
        if (state != null)
            value.Store(state + i);
    }

    private static L LoadPart<L>(float* state, int i, int left)
        where L : unmanaged, ILanes<L> =>
        state != null ? PartialLanes.Load<L>(state + i, left) : L.Zero;

    private static void StorePart<L>(float* state, int i, L value, int left)
        where L : unmanaged, ILanes<L>
    {
        if (state != null)
            PartialLanes.Store(value, state + i, left);
    }
}
