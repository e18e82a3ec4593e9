using System.Reflection;
using GanFromScratch.Engine.Kernels.Arithmetic;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Frontend;
using ILGPU.Frontend.Intrinsic;
using ILGPU.IR;
using ILGPU.IR.Intrinsics;

namespace GanFromScratch.Engine.Devices.Ilgpu;

/// <summary>
/// Functions of MathF that kernels use and that ILGPU lacks or defines differently. The fused multiply-add and rounding to even are one
/// instruction on every GPU. For PTX tanh and powers are those of <see cref="LaneMath"/>: ILGPU's are approximations, the power through
/// doubles. ILGPU's compiler is configured to replace a call of MathF by the method of the same name here, and each of its code
/// generators to emit that.
/// </summary>
internal static class IlgpuMath
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>x·y + z, rounded once.</summary>
    [IntrinsicImplementation]
    public static float FusedMultiplyAdd(float x, float y, float z) => MathF.FusedMultiplyAdd(x, y, z);

    /// <summary>To the nearest whole number, halves to even.</summary>
    [IntrinsicImplementation]
    public static float Round(float x) => MathF.Round(x);

    [IntrinsicImplementation]
    public static float Tanh(float x) => MathF.Tanh(x);

    [IntrinsicImplementation]
    public static float Pow(float x, float y) => MathF.Pow(x, y);

    /// <summary>Registers them in a context. After EnableAlgorithms, which defines its own rounding.</summary>
    public static void Register(Context.Builder builder)
    {
        Register(builder, nameof(FusedMultiplyAdd), 3, IntrinsicImplementationMode.GenerateCode);
        Register(builder, nameof(Round), 1, IntrinsicImplementationMode.GenerateCode);
        Register(builder, nameof(Tanh), 1, IntrinsicImplementationMode.Redirect);
        Register(builder, nameof(Pow), 2, IntrinsicImplementationMode.Redirect);
    }

    private static void Register(Context.Builder builder, string name, int parameters, IntrinsicImplementationMode ptx)
    {
        Type[] types = [.. Enumerable.Repeat(typeof(float), parameters)];
        MethodInfo method = typeof(IlgpuMath).GetMethod(name, types)!;
        RemappedIntrinsics.AddRemapping(typeof(MathF).GetMethod(name, types)!, (ref InvocationContext call) => call.Method = method);
        IntrinsicImplementationManager manager = builder.GetIntrinsicManager();
        manager.RegisterMethod(method, new PTXIntrinsic(typeof(IlgpuMath).GetMethod($"Ptx{name}", Any)!, ptx));
        manager.RegisterMethod(
            method, new CLIntrinsic(typeof(IlgpuMath).GetMethod($"Cl{name}", Any)!, IntrinsicImplementationMode.GenerateCode));
    }

    private static void PtxFusedMultiplyAdd(PTXBackend backend, PTXCodeGenerator generator, Value call) =>
        Write(generator, call, "fma.rn.f32");

    private static void PtxRound(PTXBackend backend, PTXCodeGenerator generator, Value call) => Write(generator, call, "cvt.rni.f32.f32");

    private static float PtxTanh(float x) => LaneMath.Tanh<Lane>(x).Value;

    internal static float PtxPow(float x, float y) => LaneMath.PowOf<Lane>(x, y).Value;

    private static void ClFusedMultiplyAdd(CLBackend backend, CLCodeGenerator generator, Value call) => Write(generator, call, "fma");

    private static void ClRound(CLBackend backend, CLCodeGenerator generator, Value call) => Write(generator, call, "rint");

    private static void ClTanh(CLBackend backend, CLCodeGenerator generator, Value call) => Write(generator, call, "tanh");

    private static void ClPow(CLBackend backend, CLCodeGenerator generator, Value call) => Write(generator, call, "pow");

    private static void Write(PTXCodeGenerator generator, Value call, string instruction)
    {
        PTXCodeGenerator.PrimitiveRegister[] arguments = [.. call.Nodes.ToArray().Select(n => generator.LoadPrimitive(n))];
        var target = generator.AllocateHardware(call);
        using PTXCodeGenerator.CommandEmitter command = generator.BeginCommand(instruction);
        command.AppendArgument(target);
        foreach (PTXCodeGenerator.PrimitiveRegister argument in arguments)
            command.AppendArgument(argument);
    }

    private static void Write(CLCodeGenerator generator, Value call, string function)
    {
        using CLCodeGenerator.StatementEmitter statement = generator.BeginStatement(generator.Allocate(call), function);
        statement.BeginArguments();
        foreach (Value argument in call.Nodes.ToArray())
            statement.AppendArgument(generator.Load(argument));
        statement.EndArguments();
    }
}
