using GanFromScratch.Engine.Devices.Simt;

namespace GanFromScratch.Engine.Kernels;

/// <summary>Enqueues the kernels of a version on a device's stream.</summary>
internal delegate void VersionLaunch<TLaunch>(SimtDevice device, in TLaunch launch);

/// <summary>Whether a version can, or should, run a launch on a device with these traits.</summary>
internal delegate bool VersionTest<TLaunch>(in TLaunch launch, SimtTraits traits);

/// <summary>A version of a SIMT kernel: one way to compute what the family computes, in one or several kernels.</summary>
/// <param name="Name">The main kernel's name, with its tile where that is a type argument.</param>
/// <param name="Idea">What is new in this version, in a few words.</param>
/// <param name="Launch">Launches it.</param>
/// <param name="Fits">Whether it gives the right result at these sizes; null: at all sizes.</param>
/// <param name="Pays">Whether it is faster than the versions before it; null: wherever it fits.</param>
internal sealed record KernelVersion<TLaunch>(
    string Name, string Idea, VersionLaunch<TLaunch> Launch, VersionTest<TLaunch>? Fits = null, VersionTest<TLaunch>? Pays = null)
{
    public bool CanDo(in TLaunch launch, SimtTraits traits) => Fits == null || Fits(launch, traits);

    public bool ShouldDo(in TLaunch launch, SimtTraits traits) => CanDo(launch, traits) && (Pays == null || Pays(launch, traits));
}
