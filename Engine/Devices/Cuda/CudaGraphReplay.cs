using static GanFromScratch.Engine.Devices.Cuda.CudaLibrary;

namespace GanFromScratch.Engine.Devices.Cuda;

/// <summary>
/// A recorded step as a CUDA graph: the driver holds all launches with their arguments, and one call enqueues the whole step. Kernels of
/// a GAN on small pictures run for a few microseconds each, about as long as the host takes to launch one.
/// </summary>
internal sealed class CudaGraphReplay : IStepReplay
{
    private readonly CudaContext context;
    private nint graph;

    private CudaGraphReplay(CudaContext context, nint graph)
    {
        this.context = context;
        this.graph = graph;
        context.AddHolder();
    }

    /// <summary>
    /// Lets <paramref name="launch"/> enqueue launches on the stream, which captures them instead of running them. All kernels must have
    /// been loaded before: loading is not allowed during the capture.
    /// </summary>
    /// <param name="context">The context of the stream.</param>
    /// <param name="launch">Only launches kernels, from this thread.</param>
    /// <param name="refusal">The driver's reason for making no graph.</param>
    /// <returns>Null if the driver cannot make a graph of it.</returns>
    public static CudaGraphReplay? Capture(CudaContext context, Action launch, out string refusal)
    {
        lock (context.Gate)
        {
            context.Use();
            refusal = "";
            nint captured = 0;
            int result = cuStreamBeginCapture(context.Stream, CaptureThreadLocal);
            string function = nameof(cuStreamBeginCapture);
            if (result == CudaResult.Success)
            {
                try
                {
                    launch();
                }
                catch (InvalidOperationException error)
                {
                    // A launch failed; the stream must end the capture anyway.
                    refusal = error.Message;
                }

                result = cuStreamEndCapture(context.Stream, out captured);
                function = nameof(cuStreamEndCapture);
            }

            nint graph = 0;
            if (result == CudaResult.Success && refusal.Length == 0)
            {
                result = cuGraphInstantiate(out graph, captured);
                function = nameof(cuGraphInstantiate);
            }

            if (captured != 0)
                _ = cuGraphDestroy(captured);
            if (refusal.Length == 0 && result != CudaResult.Success)
                refusal = $"{function} says {CudaResult.Describe(result)}";
            return refusal.Length == 0 ? new CudaGraphReplay(context, graph) : null;
        }
    }

    public void Run()
    {
        lock (context.Gate)
        {
            context.Use();
            CudaResult.Check(cuGraphLaunch(graph, context.Stream));
        }
    }

    public void Dispose()
    {
        if (graph == 0)
            return;
        lock (context.Gate)
        {
            // A replay may still be running. If it ended with an error, the next computing call reports it.
            if (context.TryWait())
                _ = cuGraphExecDestroy(graph);
        }

        graph = 0;
        context.Release();
    }
}
