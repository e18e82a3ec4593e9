using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels;

/// <summary>
/// The versions of a SIMT kernel for one kind of device, numbered from 1. They are a ladder, each version an improvement on the one
/// before, or cases, each for its own sizes. Either way the last version that fits the sizes and pays is the one that runs.
/// </summary>
internal sealed class KernelVersions<TLaunch>
{
    private readonly KernelVersion<TLaunch>[] all;

    private KernelVersions(bool isLadder, KernelVersion<TLaunch>[] all)
    {
        IsLadder = isLadder;
        this.all = all;
    }

    /// <summary>Whether each version improves on the one before it.</summary>
    public bool IsLadder { get; }

    public IReadOnlyList<KernelVersion<TLaunch>> All => all;

    /// <summary>From the naive version up.</summary>
    public static KernelVersions<TLaunch> Ladder(KernelVersion<TLaunch>[] versions) => new(true, versions);

    /// <summary>From the general case to the special ones.</summary>
    public static KernelVersions<TLaunch> Cases(KernelVersion<TLaunch>[] versions) => new(false, versions);

    /// <summary>The version that runs: the last one that fits the sizes and pays.</summary>
    public KernelVersion<TLaunch> Best(in TLaunch launch, SimtTraits traits)
    {
        for (int i = all.Length - 1; i >= 0; i--)
        {
            if (all[i].ShouldDo(launch, traits))
                return all[i];
        }

        throw new InvalidOperationException($"No version of {typeof(TLaunch).Name} fits its sizes: the first one must fit all.");
    }
}
