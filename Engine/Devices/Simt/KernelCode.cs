using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>The source of a program for a driver's compiler.</summary>
/// <param name="EntryPoint">The kernel's name in it.</param>
/// <param name="Text">OpenCL C, CUDA C or PTX.</param>
/// <param name="Translated">The source lines, if the translator wrote them; null for ILGPU's text.</param>
internal sealed record KernelCode(string EntryPoint, string Text, KernelText? Translated)
{
    /// <summary>
    /// The calling convention. ILGPU passes a view as address and length, and a struct in its C# layout; the translator passes a view as
    /// address, start and length, and a struct as words.
    /// </summary>
    public bool IsIlgpu => Translated == null;
}
