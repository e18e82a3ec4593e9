using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>A program as a driver's compiler takes it.</summary>
/// <param name="EntryPoint">The kernel's name in it.</param>
/// <param name="Text">OpenCL C, CUDA C or PTX.</param>
/// <param name="Translated">Where the lines come from, if the translator wrote them; null for what ILGPU wrote.</param>
internal sealed record KernelCode(string EntryPoint, string Text, KernelText? Translated)
{
    /// <summary>
    /// How it takes its arguments. ILGPU passes a view as address and length, and a struct as it lies in C#; the translator passes a view
    /// as address, start and length, and a struct as words.
    /// </summary>
    public bool IsIlgpu => Translated == null;
}
