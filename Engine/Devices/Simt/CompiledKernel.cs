namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>A kernel as a driver holds it, ready to launch. The device disposes it.</summary>
internal abstract class CompiledKernel : IDisposable
{
    public abstract void Dispose();
}
