using GanFromScratch.Engine.Devices.Simt;
using GanFromScratch.Engine.Simt;

namespace GanFromScratch.Engine.Devices.OpenCl;

/// <summary>
/// A cl_kernel: a function of a built program, with its last arguments. Arguments belong to the object, not to the launch, so a recorded
/// launch has its own object with its arguments set once.
/// </summary>
internal sealed unsafe class OpenClKernel : CompiledKernel
{
    private readonly nint program;
    private readonly string entryPoint;
    private readonly bool isIlgpu;
    private nint handle;

    /// <summary>
    /// Takes ownership of <paramref name="program"/>: it is released with this kernel, or here if it has no such function.
    /// </summary>
    /// <exception cref="InvalidOperationException">The program has no such function.</exception>
    public OpenClKernel(nint program, string entryPoint, int groupSize, bool isIlgpu)
    {
        this.program = program;
        this.entryPoint = entryPoint;
        GroupSize = groupSize;
        this.isIlgpu = isIlgpu;
        handle = OpenClLibrary.CreateKernel(program, entryPoint, out int status);
        if (status == OpenClStatus.Success)
            return;
        GC.SuppressFinalize(this);
        _ = OpenClLibrary.ReleaseProgram(program);
        OpenClStatus.Check(status, $"clCreateKernel({entryPoint})");
    }

    ~OpenClKernel() => Release();

    public int GroupSize { get; }

    /// <summary>The same function with arguments of its own.</summary>
    public OpenClKernel Another()
    {
        OpenClStatus.Check(OpenClLibrary.RetainProgram(program), "clRetainProgram");
        return new OpenClKernel(program, entryPoint, GroupSize, isIlgpu);
    }

    /// <summary>
    /// Sets all arguments. A view is three: its memory, the first word's index, its length. ILGPU's programs have the memory of all views
    /// first, and index and length as a struct in the view's place. The caller ensures that no other thread sets or launches meanwhile.
    /// </summary>
    public void SetArguments(KernelArguments arguments, DeviceBuffer? faultBuffer)
    {
        uint index = 0;
        foreach (ref readonly KernelArgument argument in isIlgpu ? arguments.Entries : [])
        {
            if (!argument.IsView)
                continue;
            nint memory = argument.Buffer == null ? 0 : ((OpenClBuffer)argument.Buffer).Memory;
            Set(index++, &memory, sizeof(nint));
        }

        foreach (ref readonly KernelArgument argument in arguments.Entries)
        {
            if (argument.IsView && isIlgpu)
            {
                var range = new IlgpuRange { Start = argument.Start, Length = argument.Length };
                Set(index++, &range, sizeof(IlgpuRange));
            }
            else if (argument.IsView)
            {
                nint memory = argument.Buffer == null ? 0 : ((OpenClBuffer)argument.Buffer).Memory;
                int start = argument.Start, length = argument.Length;
                Set(index++, &memory, sizeof(nint));
                Set(index++, &start, sizeof(int));
                Set(index++, &length, sizeof(int));
            }
            else
            {
                ReadOnlySpan<uint> words = arguments.Value(argument);
                fixed (uint* first = words)
                    Set(index++, first, argument.Bytes);
            }
        }

        if (faultBuffer != null)
        {
            nint memory = ((OpenClBuffer)faultBuffer).Memory;
            Set(index, &memory, sizeof(nint));
        }
    }

    /// <summary>Enqueues it; returns the driver's status.</summary>
    public int Enqueue(nint queue, int groups)
    {
        nuint group = (nuint)GroupSize, items = group * (nuint)groups;
        int status = OpenClLibrary.EnqueueNDRangeKernel(queue, handle, 1, null, &items, &group, 0, null, null);
        GC.KeepAlive(this);
        return status;
    }

    public override void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Set(uint index, void* value, int bytes)
    {
        int status = OpenClLibrary.SetKernelArg(handle, index, (nuint)bytes, value);
        if (status != OpenClStatus.Success)
            throw new InvalidOperationException(
                $"clSetKernelArg({entryPoint}, argument {index}, {bytes} bytes) failed with {OpenClStatus.Name(status)}.");
    }

    private struct IlgpuRange
    {
        public int Start;
        public long Length;
    }

    private void Release()
    {
        nint released = Interlocked.Exchange(ref handle, 0);
        if (released == 0)
            return;
        _ = OpenClLibrary.ReleaseKernel(released);
        _ = OpenClLibrary.ReleaseProgram(program);
    }
}
