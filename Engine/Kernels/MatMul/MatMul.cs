using GanFromScratch.Engine.Devices;
using GanFromScratch.Engine.Devices.Cpu;
using GanFromScratch.Engine.Devices.Reference;
using GanFromScratch.Engine.Kernels.Elementwise;
using GanFromScratch.Engine.Kernels.Elementwise.Formulas;

namespace GanFromScratch.Engine.Kernels.MatMul;

/// <summary>
/// C = f(op(A) · op(B) + bias), or C += op(A) · op(B).
/// <para>
/// op(X) is X or its transpose. op(A) is M×K and op(B) is K×N: A is stored as M×K or K×M, B as K×N or N×K, all row-major and contiguous.
/// The bias has N values, one per column; f is an activation. K = 0 gives f(bias).
/// </para>
/// <para>
/// Each element of C is summed over k in ascending order, in blocks of a fixed size, for any number of threads: the same inputs give the
/// same bits.
/// </para>
/// </summary>
/// <param name="M">Rows of C.</param>
/// <param name="N">Columns of C.</param>
/// <param name="K">Length of the sums.</param>
/// <param name="TransposeA">A is stored as K×M.</param>
/// <param name="TransposeB">B is stored as N×K.</param>
/// <param name="Accumulate">Add the product to C. This excludes bias and activation.</param>
public readonly record struct MatMul(int M, int N, int K, bool TransposeA = false, bool TransposeB = false, bool Accumulate = false)
{
    /// <summary>Floating-point operations: a multiplication and an addition per term.</summary>
    public double Flops => 2.0 * M * N * K;

    /// <summary>C = op(A) · op(B), or C += op(A) · op(B).</summary>
    public void Run(BufferView a, BufferView b, BufferView c) => Run(a, b, null, c, default(Identity));

    /// <summary>C = f(op(A) · op(B) + bias).</summary>
    /// <exception cref="ArgumentException">A buffer's length does not fit the sizes.</exception>
    public void Run<TActivation>(BufferView a, BufferView b, BufferView? bias, BufferView c, TActivation activation)
        where TActivation : unmanaged, IUnaryFormula
    {
        Check("A", a, (long)M * K);
        Check("B", b, (long)K * N);
        Check("C", c, (long)M * N);
        if (bias is BufferView row)
            Check("the bias", row, N);
        if (Accumulate && (bias != null || typeof(TActivation) != typeof(Identity)))
            throw new ArgumentException("An accumulating matrix product takes neither bias nor activation.");

        KernelDispatch.Run(new MatMulLaunch<TActivation>(this, a, b, bias, c, activation));
    }

    private void Check(string name, BufferView view, long expected)
    {
        if (view.Length != expected)
            throw new ArgumentException($"MatMul of {M}×{K} by {K}×{N}: {name} needs {expected} values, got {view.Length}.");
    }
}

/// <summary><see cref="MatMul"/> with its operands.</summary>
internal readonly record struct MatMulLaunch<TActivation>(
    MatMul Sizes, BufferView A, BufferView B, BufferView? Bias, BufferView C, TActivation Activation)
    : IKernelLaunch<MatMulLaunch<TActivation>>
    where TActivation : unmanaged, IUnaryFormula
{
    public static string Family => nameof(MatMul);

    public static KernelVersions<MatMulLaunch<TActivation>> Gpu { get; } = MatMulSimt.Versions<TActivation>();

    public static KernelVersions<MatMulLaunch<TActivation>> Processor { get; } = MatMulPanelsSimt.Versions<TActivation>();

    public Device Device => C.Device;

    public double Flops => Sizes.Flops;

    public void OnReference() => MatMulReference.Run(
        Sizes, ReferenceDevice.Values(A), ReferenceDevice.Values(B), ReferenceDevice.Values(Bias), ReferenceDevice.Values(C), Activation);

    public void OnCpu(CpuDevice device) =>
        device.Launch(new MatMulSimd<TActivation>(Sizes, A, B, Bias, C, Activation, device.Threads));
}
