// What NVRTC knows without any header, for clang without the CUDA toolkit: just enough to compile the generated kernels to PTX and so to
// prove that they are CUDA C. Only the tests use it.
#define __global__ __attribute__((global))
#define __device__ __attribute__((device))
#define __shared__ __attribute__((shared))
#define __constant__ __attribute__((constant))
#define __launch_bounds__(...) __attribute__((launch_bounds(__VA_ARGS__)))
#define __forceinline__ __inline__ __attribute__((always_inline))

// Kernels have one dimension. The indices are read from special registers wherever they are named.
struct OneIndex
{
    unsigned int x;
};

#define threadIdx (OneIndex { (unsigned int)__nvvm_read_ptx_sreg_tid_x() })
#define blockIdx (OneIndex { (unsigned int)__nvvm_read_ptx_sreg_ctaid_x() })
#define blockDim (OneIndex { (unsigned int)__nvvm_read_ptx_sreg_ntid_x() })
#define gridDim (OneIndex { (unsigned int)__nvvm_read_ptx_sreg_nctaid_x() })

struct __attribute__((aligned(16))) float4
{
    float x, y, z, w;
};

static __device__ __forceinline__ float4 make_float4(float x, float y, float z, float w)
{
    float4 v = { x, y, z, w };
    return v;
}

static __device__ __forceinline__ void __threadfence() { __nvvm_membar_gl(); }

static __device__ __forceinline__ int atomicAdd(int* target, int value) { return __nvvm_atom_add_gen_i(target, value); }
static __device__ __forceinline__ unsigned int atomicAdd(unsigned int* target, unsigned int value) { return __nvvm_atom_add_gen_i((int*)target, value); }
static __device__ __forceinline__ int atomicCAS(int* target, int expected, int value) { return __nvvm_atom_cas_gen_i(target, expected, value); }
static __device__ __forceinline__ unsigned int atomicCAS(unsigned int* target, unsigned int expected, unsigned int value)
{
    return __nvvm_atom_cas_gen_i((int*)target, expected, value);
}

static __device__ __forceinline__ float __int_as_float(int bits) { return __nvvm_bitcast_i2f(bits); }
static __device__ __forceinline__ int __float_as_int(float value) { return __nvvm_bitcast_f2i(value); }
static __device__ __forceinline__ float __uint_as_float(unsigned int bits) { return __nvvm_bitcast_i2f(bits); }
static __device__ __forceinline__ unsigned int __float_as_uint(float value) { return __nvvm_bitcast_f2i(value); }

static __device__ __forceinline__ float fmaf(float a, float b, float c) { return __nvvm_fma_rn_f(a, b, c); }
static __device__ __forceinline__ float sqrtf(float x) { return __nvvm_sqrt_rn_f(x); }
static __device__ __forceinline__ float fabsf(float x) { return __nvvm_fabs_f(x); }
static __device__ __forceinline__ float rintf(float x) { return __builtin_rintf(x); }
static __device__ __forceinline__ float floorf(float x) { return __nvvm_floor_f(x); }
static __device__ __forceinline__ float ceilf(float x) { return __nvvm_ceil_f(x); }
static __device__ __forceinline__ float truncf(float x) { return __nvvm_trunc_f(x); }
static __device__ __forceinline__ float fminf(float x, float y) { return __nvvm_fmin_f(x, y); }
static __device__ __forceinline__ float fmaxf(float x, float y) { return __nvvm_fmax_f(x, y); }

// These are libraries' work, in libdevice: the PTX calls them, and nobody links it.
extern "C" __device__ float expf(float x);
extern "C" __device__ float logf(float x);
extern "C" __device__ float powf(float x, float y);
extern "C" __device__ float tanhf(float x);
extern "C" __device__ float sinf(float x);
extern "C" __device__ float cosf(float x);
