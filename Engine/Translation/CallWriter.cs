using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GanFromScratch.Engine.Translation;

/// <summary>Calls: of the kernel API, of framework functions, of methods of this project, and of formulas that are not bound yet.</summary>
internal sealed partial class FunctionWriter
{
    private static bool IsUnroll(IInvocationOperation call) =>
        call.TargetMethod is { Name: "Unroll", ContainingType.Name: "Loop" } m && m.ContainingType.Namespace() == Symbols.Simt;

    private Expression Call(IInvocationOperation call)
    {
        IMethodSymbol target = call.TargetMethod;
        if (IsUnroll(call))
            return call == unroll ? Value(call.Arguments[0].Value) : throw new Refusal(Rules.Unroll, call.Syntax);
        if (target.IsVocabulary())
            return Vocabulary(call);
        if (target.ContainingType.Namespace() == "System")
            return Framework(call);
        if (target.Intrinsic() is string intrinsic)
            return Intrinsic(intrinsic, call);
        if (BarrierCheck.HasBarrier(translator, target))
            CheckGroupKnown(call.Syntax);

        // In a checked program every function with a view parameter also receives the buffer for fault reports.
        IEnumerable<string> faults = check && target.Parameters.Any(p => p.Type.IsView()) ? ["faults"] : [];
        ITypeSymbol? constrained = call.Instance == null ? call.ConstrainedToType : call.Instance.Type;
        if (constrained is ITypeParameterSymbol)
        {
            ITypeSymbol bound = types.Resolve(constrained);
            if (bound is not INamedTypeSymbol concrete)
            {
                CheckUnknown(call);
                return Invoke(Needed($"{bound.Name}_{target.Name}"), call, faults);
            }

            target = Translator.Implementation(concrete, target, call.Syntax);
            if (PassesThrough(target) is int ordinal)
                return Value(call.Arguments.First(a => a.Parameter!.Ordinal == ordinal).Value);
            return Invoke(Function(target, Spaces(call.Arguments), call.Syntax, concrete), call, faults);
        }

        if (PassesThrough(target) is int only)
            return Value(call.Arguments.First(a => a.Parameter!.Ordinal == only).Value);
        if (call.Instance is IInstanceReferenceOperation && selfType != null && target.ContainingType.TypeKind == TypeKind.Interface)
            return Invoke(
                Function(Translator.Implementation(selfType, target, call.Syntax), Spaces(call.Arguments), call.Syntax, selfType), call,
                faults);
        return Invoke(Function(target, Spaces(call.Arguments), call.Syntax), call, faults);
    }

    // Type arguments of a kernel are translated before their use is known: once, for buffers and for private variables.
    private void CheckUnknown(IInvocationOperation call)
    {
        IMethodSymbol target = call.TargetMethod;
        if (target.ContainingType.GetMembers(target.Name).Length > 1)
            throw new Refusal(
                Rules.Unsupported, call.Syntax, $"'{target.Name}', which an interface declares more than once", "give each its own name");
        if (!Spaces(call.Arguments).SequenceEqual(Translator.UsualSpaces(target)))
            throw new Refusal(
                Rules.Unsupported, call.Syntax,
                $"'{target.Name}' of a type parameter with shared or local memory, or with a reference into memory",
                "pass numbers, or views of buffers");
    }

    // Struct methods may be called through an interface, where the analysis cannot see their bodies; so item-dependent values and barriers
    // are not allowed in them.
    private void CheckGroupKnown(SyntaxNode where)
    {
        if (!isKernel && !method.ContainingType.IsStatic)
            throw new Refusal(
                Rules.Unsupported, where, $"'{where}' in a method of a struct",
                "write it in the kernel or a method of a static class, and pass on what is needed");
    }

    private string Function(IMethodSymbol target, IReadOnlyList<Space> argumentSpaces, SyntaxNode where, INamedTypeSymbol? self = null)
    {
        bool inherited = self != null && target.ContainingType.TypeKind == TypeKind.Interface;
        return Needed(translator.Function(target, types, argumentSpaces, where, inherited ? self : null));
    }

    private string Needed(string name)
    {
        unit.Need(name);
        return name;
    }

    private Expression Invoke(string name, IInvocationOperation call, IEnumerable<string> extra)
    {
        IEnumerable<string> self = call.Instance == null || call.TargetMethod.IsStatic
            ? []
            : [Value(call.Instance).At(Expression.Assignment)];
        return Expression.Of($"{name}({string.Join(", ", self.Concat(Arguments(call.Arguments)).Concat(extra))})");
    }

    private IEnumerable<string> Arguments(IEnumerable<IArgumentOperation> arguments) =>
        arguments.OrderBy(a => a.Parameter!.Ordinal).SelectMany(Argument);

    private IEnumerable<string> Argument(IArgumentOperation argument)
    {
        if (argument.Parameter!.Type.IsView())
        {
            View view = ViewOf(argument.Value);
            return [view.Pointer.At(Expression.Assignment), view.Length.At(Expression.Assignment)];
        }

        return [
            argument.Parameter.RefKind is RefKind.Ref or RefKind.Out
                ? Address(argument.Value)
                : Value(argument.Value).At(Expression.Assignment)];
    }

    private string Address(IOperation target)
    {
        switch (target)
        {
            case IDeclarationExpressionOperation { Expression: ILocalReferenceOperation local }:
                before.Add(($"{Type(local.Local.Type, target.Syntax)} {Words.Variable(local.Local.Name)};", target.Syntax));
                return $"&{Words.Variable(local.Local.Name)}";
            case IDiscardOperation { Type: ITypeSymbol type }:
                string nameless = $"unused{temporaries++}";
                before.Add(($"{Type(type, target.Syntax)} {nameless};", target.Syntax));
                return $"&{nameless}";
            case IParameterReferenceOperation parameter when references.ContainsKey(parameter.Parameter):
                return Words.Variable(parameter.Parameter.Name);
            default:
                // In memory passed by a launch, a bool is an int.
                if (
                    target.Type!.SpecialType == SpecialType.System_Boolean
                        && (target is IMemberReferenceOperation || (isKernel && target is IParameterReferenceOperation)))
                    throw new Refusal(
                        Rules.Unsupported, target.Syntax, $"a reference to the bool '{target.Syntax}'", "copy it into a variable first");
                return $"&{Value(target).At(Expression.Prefix)}";
        }
    }

    /// <summary>The address spaces of the view and reference arguments, in parameter order.</summary>
    private List<Space> Spaces(IEnumerable<IArgumentOperation> arguments) => arguments.OrderBy(a => a.Parameter!.Ordinal)
        .Where(a => a.Parameter!.Type.IsView() || a.Parameter.RefKind is RefKind.Ref or RefKind.Out)
        .Select(a => a.Parameter!.Type.IsView() ? ViewOf(a.Value).Space : SpaceOf(a.Value)).ToList();

    private Space SpaceOf(IOperation target) => target switch
    {
        IPropertyReferenceOperation { Property.IsIndexer: true } element => ViewOf(element.Instance!).Space,
        IParameterReferenceOperation parameter when references.TryGetValue(parameter.Parameter, out Space space) => space,
        IMemberReferenceOperation { Instance: IOperation instance } => SpaceOf(instance),
        _ => Space.Local,
    };

    private Expression Vocabulary(IInvocationOperation call)
    {
        string name = $"{call.TargetMethod.ContainingType.Name}.{call.TargetMethod.Name}";
        return name switch
        {
            "Group.Barrier" => Barrier(call),
            "MemoryFence.DeviceLevel" => Expression.Of("$fence"),
            "Atomic.Add" when Spaces(call.Arguments)[0] == Space.Local => throw new Refusal(
                Rules.Unsupported, call.Syntax, "an atomic operation on a variable of the item's own", "write +="),
            "Atomic.Add" => Expression.Of($"$atomic_add({string.Join(", ", Arguments(call.Arguments))})"),
            "Interop.FloatAsInt" => Expression.Of($"$as_uint({Value(call.Arguments[0].Value)})"),
            "Interop.IntAsFloat" => Expression.Of($"$as_float({Value(call.Arguments[0].Value)})"),
            "SharedMemory.Allocate" or "LocalMemory.Allocate" => throw new Refusal(Rules.SharedPlace, call.Syntax, method.Name),
            _ => throw new Refusal(Rules.NoSource, call.Syntax, call.TargetMethod.ToDisplayString()),
        };
    }

    private Expression Barrier(IInvocationOperation call)
    {
        CheckGroupKnown(call.Syntax);
        return Expression.Of("$barrier");
    }

    private static IOperation Given(IInvocationOperation call, int ordinal) =>
        call.Arguments.First(a => a.Parameter!.Ordinal == ordinal).Value;

    /// <summary>Functions of the framework that C has too.</summary>
    private Expression Framework(IInvocationOperation call)
    {
        IMethodSymbol target = call.TargetMethod;
        bool whole = call.Type?.SpecialType == SpecialType.System_Int32;
        string? function = (target.ContainingType.Name, target.Name) switch
        {
            ("Math", "Min") when whole => "$imin",
            ("Math", "Max") when whole => "$imax",
            ("Math", "Abs") when whole => "$iabs",
            ("Math" or "MathF", string name) when !whole && Words.Functions.TryGetValue(name, out string? word)

                    && target.Parameters.Length == Words.Operands(name)
                    && target.Parameters.All(p => p.Type.SpecialType is SpecialType.System_Single or SpecialType.System_Double) => word,
            _ => null,
        };
        if (function == null && target is { ContainingType.Name: "Math" or "MathF", Name: "Max" or "Min" })
            throw new Refusal(
                Rules.Unsupported, call.Syntax, $"{target.ContainingType.Name}.{target.Name} of {call.Type!.ToDisplayString()}",
                "of floats devices disagree about NaN in it: write a comparison, or use Lane." + target.Name);
        if (function == null)
            throw new Refusal(Rules.NoSource, call.Syntax, target.ToDisplayString());
        return Expression.Of($"{function}({string.Join(", ", Arguments(call.Arguments))})");
    }

    /// <summary>Float vectors are the only dialect types that C lacks. A view and an index become an address.</summary>
    private Expression Intrinsic(string name, IInvocationOperation call)
    {
        if (!call.TargetMethod.Parameters[0].Type.IsView())
            return Expression.Of($"${name}({string.Join(", ", Arguments(call.Arguments))})");
        View view = ViewOf(Given(call, 0));
        Expression first = Value(Given(call, 1));
        string place = $"{view.Pointer.At(Expression.Sum)} + {first.At(Expression.Sum + 1)}";
        if (ReportsFaults)
        {
            string last = name.EndsWith("16", System.StringComparison.Ordinal) ? "15" : "3";
            place = $"{Inside(first, $"{view.Length.At(Expression.Sum)} - {last}", Given(call, 0))} ? {place} : {view.Pointer}";
        }

        return Expression.Of(call.Arguments.Length == 2 ? $"${name}(0, {place})" : $"${name}({Value(Given(call, 2))}, 0, {place})");
    }

    /// <summary>
    /// For a method of the transparent number that only returns one of its parameters: that parameter's ordinal, so that no call is
    /// written.
    /// </summary>
    private int? PassesThrough(IMethodSymbol target)
    {
        if (!target.ContainingType.IsTransparent() || !target.IsStatic || !target.HasSource()







                                        || target.OriginalDefinition.DeclaringSyntaxReferences[0].GetSyntax() is not MethodDeclarationSyntax
                                        {
                                            ExpressionBody.Expression: ExpressionSyntax body
                                        })
            return null;
        IOperation? operation = translator.Operation(body);
        while (operation is IConversionOperation or IObjectCreationOperation)
            operation = operation is IConversionOperation conversion
                ? conversion.Operand
                : ((IObjectCreationOperation)operation).Arguments.FirstOrDefault()?.Value;
        return operation is IParameterReferenceOperation { Parameter.RefKind: RefKind.None } parameter ? parameter.Parameter.Ordinal : null;
    }
}
