using System.Globalization;

namespace GanFromScratch.Engine.Simt;

/// <summary>CUDA C, as NVRTC takes it (no headers) and as clang takes it. Compiled without contraction of a·b + c, as OpenCL is.</summary>
internal sealed class CudaDialect : KernelDialect
{
    public override string Name => "cuda";

    // load4 and store4 are OpenCL's vload4 and vstore4: the index counts vectors of four, and the pointer need not lie at a multiple of 16
    // bytes. Where it does, which the items of a warp nearly always agree about, one instruction moves all four floats. The instruction is
    // spelled out, for compilers merge what both branches do into four scalar moves; being generic it serves global and shared memory.
    public override string Prelude =>
        """
        typedef unsigned int uint;
        typedef long long i64;
        typedef unsigned long long u64;
        typedef float4 Float4;
        #define NAN __int_as_float(0x7fffffff)
        #define INFINITY __int_as_float(0x7f800000)

        static __device__ __forceinline__ Float4 load4(int i, const float* p)
        {
            p += 4 * i;
            if (((u64)p & 15) != 0)
                return make_float4(p[0], p[1], p[2], p[3]);
            Float4 v;
            asm volatile("ld.v4.f32 {%0, %1, %2, %3}, [%4];" : "=f"(v.x), "=f"(v.y), "=f"(v.z), "=f"(v.w) : "l"(p) : "memory");
            return v;
        }

        static __device__ __forceinline__ void store4(Float4 v, int i, float* p)
        {
            p += 4 * i;
            if (((u64)p & 15) == 0)
            {
                asm volatile("st.v4.f32 [%0], {%1, %2, %3, %4};" : : "l"(p), "f"(v.x), "f"(v.y), "f"(v.z), "f"(v.w) : "memory");
                return;
            }
            p[0] = v.x;
            p[1] = v.y;
            p[2] = v.z;
            p[3] = v.w;
        }

        """;

    public override IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["function"] = "static __device__ __forceinline__",
        ["global"] = "",
        // CUDA marks the array, OpenCL every pointer to it as well.
        ["shared"] = "__shared__",
        ["shared_pointer"] = "",
        ["constant"] = "static __constant__",
        ["local"] = "",
        ["barrier"] = "__syncthreads()",
        ["fence"] = "__threadfence()",
        ["group_index"] = "(int)blockIdx.x",
        ["group_count"] = "(int)gridDim.x",
        ["item_index"] = "(int)threadIdx.x",
        ["group_size"] = "(int)blockDim.x",
        ["global_index"] = "(int)(blockIdx.x * blockDim.x + threadIdx.x)",
        ["atomic_add"] = "atomicAdd",
        ["as_float"] = "__uint_as_float",
        ["as_uint"] = "__float_as_uint",
        ["nan"] = "NAN",
        ["infinity"] = "INFINITY",
        ["fma"] = "fmaf",
        ["fabs"] = "fabsf",
        ["sqrt"] = "sqrtf",
        ["rint"] = "rintf",
        ["floor"] = "floorf",
        ["ceil"] = "ceilf",
        ["trunc"] = "truncf",
        ["exp"] = "expf",
        ["log"] = "logf",
        ["pow"] = "powf",
        ["tanh"] = "tanhf",
        ["sin"] = "sinf",
        ["cos"] = "cosf",
        ["fmin"] = "fminf",
        ["fmax"] = "fmaxf",
        ["float4"] = "make_float4",
        ["load4"] = "load4",
        ["store4"] = "store4",
    };

    public override string KernelHead(int groupSize) =>
        string.Create(CultureInfo.InvariantCulture, $"extern \"C\" __global__ void __launch_bounds__({groupSize})");
}
