namespace GanFromScratch.Engine.Devices.Simt;

/// <summary>A kernel compiled by a driver, ready to launch. The device disposes it.</summary>
internal abstract class CompiledKernel : IDisposable
{
    public abstract void Dispose();
}
