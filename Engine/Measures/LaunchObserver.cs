using GanFromScratch.Engine.Autograd;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;
using System.Diagnostics;

namespace GanFromScratch.Engine.Measures;

/// <summary>
/// Observes a device's launches one by one (<see cref="Devices.Device.Observe"/>): kernel, op, phase, start and end. On cpu that is the
/// time around the launch; elsewhere each launch is waited for, so that its time is its own: by the events of CUDA, by the host's clock
/// around launch and wait on OpenCL. Replayed steps are not seen; launch them one by one. Not thread-safe.
/// <para>
/// An op is named after it has launched its kernels (when its node is recorded), so a launch gets the next name that comes. In the
/// backward pass the name is known before: it is that of the node whose backward function runs.
/// </para>
/// </summary>
public sealed class LaunchObserver
{
    private readonly List<ObservedLaunch> launches = [];
    private readonly List<ObservedPhase> phases = [];
    private string phase = "";
    private long phaseStart;

    // Launches from this one on belong to the current call.
    private int callBegin;
    private int call;

    public IReadOnlyList<ObservedLaunch> Launches => launches;

    public IReadOnlyList<ObservedPhase> Phases => phases;

    /// <summary>The trace of op calls with their tensors; null if there is none.</summary>
    public OpTrace? Ops { get; init; }

    /// <summary>The op whose backward function runs; null outside of backward passes.</summary>
    internal string? BackwardOp { get; private set; }

    /// <summary>Ends the previous phase and begins another.</summary>
    public void Begin(string name)
    {
        End();
        phase = name;
        phaseStart = Stopwatch.GetTimestamp();
    }

    /// <summary>Ends the phase, if one has begun.</summary>
    public void End()
    {
        EndCall(null);
        if (phase.Length > 0)
            phases.Add(new ObservedPhase(phase, phaseStart, Stopwatch.GetTimestamp()));
        phase = "";
    }

    /// <summary>Clears all observations.</summary>
    public void Clear()
    {
        End();
        launches.Clear();
        phases.Clear();
        callBegin = 0;
    }

    /// <summary>A launch that has just ended.</summary>
    internal void Launched(string kernel, long start, long bytes) => Launched(kernel, start, Stopwatch.GetTimestamp(), bytes);

    internal void Launched(string kernel, long start, long end, long bytes) =>
        launches.Add(new ObservedLaunch(kernel, "", BackwardOp != null, phase, call, start, end, bytes, 0));

    /// <summary>
    /// The launches from number <paramref name="first"/> on did so many floating-point operations together. Some of them may only have
    /// moved operands: the longest one is credited with all of them.
    /// </summary>
    internal void Credit(int first, double flops)
    {
        int longest = first;
        for (int i = first + 1; i < launches.Count; i++)
        {
            if (launches[i].End - launches[i].Start > launches[longest].End - launches[longest].Start)
                longest = i;
        }

        if (longest < launches.Count)
            launches[longest] = launches[longest] with { Flops = launches[longest].Flops + flops };
    }

    /// <summary>
    /// The launches since the last call ended were made by <paramref name="op"/>. Inside a backward function the names of inner ops are
    /// ignored.
    /// </summary>
    internal void EndOp(string op)
    {
        if (BackwardOp == null)
            EndCall(op);
    }

    /// <summary>As <see cref="EndOp(string)"/>, for an op with its tensors.</summary>
    /// <param name="fused">The formula of the activation that its kernel computes too; null or <see cref="Identity"/> for none.</param>
    internal void EndOp(string op, Tensor[] inputs, Tensor output, Type? fused)
    {
        string name = fused == null || fused == typeof(Identity) ? op : $"{op} + {fused.Name}";
        if (BackwardOp == null)
            Ops?.Add(name, op, phase, inputs, output);
        else if (BackwardPass.CreatesGraph)
            Ops?.Add($"∇{BackwardOp} {name}", op, phase, inputs, output);
        else
            Ops?.ForgetNotes();
        EndOp(op);
    }

    /// <summary>From here on launches belong to the backward function of <paramref name="op"/>; null ends that.</summary>
    internal void EnterBackward(string? op)
    {
        EndCall(null);
        BackwardOp = op;
    }

    /// <summary>
    /// Names the launches of the call: by the backward function's op, by the given name or, without either, by its first kernel.
    /// </summary>
    private void EndCall(string? op)
    {
        for (int i = callBegin; i < launches.Count; i++)
            launches[i] = launches[i] with { Op = BackwardOp ?? op ?? KernelName.Family(launches[callBegin].Kernel) };
        callBegin = launches.Count;
        call++;
    }
}
