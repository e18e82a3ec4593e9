using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// A test case of a family: operands at given sizes, a way to run it on any device, and its versions for SIMT devices. Lists, timings and
/// tests use cases.
/// </summary>
/// <param name="Family">The family as <c>kernels</c> lists it.</param>
/// <param name="Name">The member of the family: a formula, a direction; empty if there is only one.</param>
/// <param name="Shape">The sizes, for display.</param>
/// <param name="Operands">The operands of the launches, in order.</param>
/// <param name="Run">Runs it on the device that holds the operands, as the engine does.</param>
internal sealed record KernelCase(string Family, string Name, string Shape, Operand[] Operands, Action<BufferView[]> Run)
{
    /// <summary>The versions for GPUs, then those for processors.</summary>
    public IReadOnlyList<CaseVersion> Versions { get; private init; } = [];

    /// <summary>Floating-point operations; 0 if the kernel is memory-bound and <see cref="Bytes"/> counts.</summary>
    public double Flops { get; init; }

    /// <summary>Bytes that have to be read and written at least once.</summary>
    public double Bytes { get; init; }

    /// <summary>The tolerance against the reference: absolute, and relative to the size of the result.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>The same at a size that the reference and a naive version finish in a moment; null if this size is one.</summary>
    public KernelCase? Small { get; init; }

    /// <summary>A case of a kernel that is launched with its operands as <paramref name="launch"/> arranges them.</summary>
    public static KernelCase Of<TLaunch>(string name, string shape, Operand[] operands, Func<BufferView[], TLaunch> launch)
        where TLaunch : struct, IKernelLaunch<TLaunch> =>
        new(TLaunch.Family, name, shape, operands, views => KernelDispatch.Run(launch(views)))
        {
            Versions = [.. Of(TLaunch.Gpu, launch, forProcessors: false), .. Of(TLaunch.Processor, launch, forProcessors: true)],
        };

    private static IEnumerable<CaseVersion> Of<TLaunch>(
        KernelVersions<TLaunch> versions, Func<BufferView[], TLaunch> launch, bool forProcessors) =>
        versions.All.Select((version, index) => new CaseVersion(
            index + 1,
            version.Name,
            version.Idea,
            forProcessors,
            versions.IsLadder,
            (views, traits) => version.CanDo(launch(views), traits),
            (views, traits) => ReferenceEquals(versions.Best(launch(views), traits), version),
            (device, views) => version.Launch(device, launch(views))));
}

/// <summary>A <see cref="KernelVersion{TLaunch}"/> with the operands of a case left open.</summary>
/// <param name="Number">From 1, for each kind of device.</param>
/// <param name="Name">The main kernel's name.</param>
/// <param name="Idea">The new idea in it.</param>
/// <param name="ForProcessors">For a processor behind OpenCL, not for a GPU.</param>
/// <param name="IsRung">A step of a ladder, not a case for some sizes.</param>
/// <param name="Fits">Whether it gives the right result for these operands.</param>
/// <param name="IsChosen">Whether it is the one that the engine launches on a device of its kind.</param>
/// <param name="Launch">Launches it.</param>
internal sealed record CaseVersion(
    int Number, string Name, string Idea, bool ForProcessors, bool IsRung, Func<BufferView[], SimtTraits, bool> Fits,
    Func<BufferView[], SimtTraits, bool> IsChosen, Action<SimtDevice, BufferView[]> Launch)
{
    /// <summary>The name in tables and commands: <c>3 RegisterTile&lt;Tile4&gt;</c>.</summary>
    public string Label => $"{Number} {Name}";
}
