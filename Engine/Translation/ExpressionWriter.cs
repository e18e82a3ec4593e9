using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GanFromScratch.Engine.Translation;

/// <summary>The expressions of <see cref="FunctionWriter"/>.</summary>
internal sealed partial class FunctionWriter
{
    private Expression Value(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: object constant })
        {
            string text = Words.Literal(Folded(operation, constant)) is string literal && operation.Type?.TypeKind != TypeKind.Enum
                ? literal
                : throw new Refusal(Rules.Type, operation.Syntax, operation.Type!.ToDisplayString());
            return new Expression(text, text[0] == '-' ? Expression.Prefix : Expression.Primary);
        }

        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Expression.Of(Words.Variable(local.Local.Name));
            case IParameterReferenceOperation parameter:
                return Parameter(parameter.Parameter);
            case IInstanceReferenceOperation:
                return Expression.Of("self");
            case IFieldReferenceOperation field:
                return Field(field);
            case IPropertyReferenceOperation property:
                return Property(property);
            case IInvocationOperation call:
                return Call(call);
            case IConversionOperation conversion:
                return Conversion(conversion);
            case IUnaryOperation unary:
                return Unary(unary);
            case IBinaryOperation binary:
                return Binary(binary);
            case IConditionalOperation { Type: not null, WhenFalse: IOperation otherwise } choice:
                return new Expression(
                    $"{Value(choice.Condition).At(Expression.Choice + 1)} ? {Value(choice.WhenTrue).At(Expression.Choice)} : "
                    + $"{Value(otherwise).At(Expression.Choice)}",
                    Expression.Choice);
            case ISimpleAssignmentOperation { Target: IDiscardOperation } assignment:
                return Value(assignment.Value);
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                return new Expression(
                    $"{Value(assignment.Target)} = {Value(assignment.Value).At(Expression.Assignment)}", Expression.Assignment);
            case ICompoundAssignmentOperation assignment:
                CheckOperator(assignment.OperatorMethod, assignment.Target.Type, assignment);
                Expression change = IsShift(assignment.OperatorKind)
                    ? Distance(assignment.Target.Type!, assignment.Value)
                    : Value(assignment.Value);
                return new Expression(
                    $"{Value(assignment.Target)} {Symbol(assignment.OperatorKind, assignment).Text}= {change.At(Expression.Assignment)}",
                    Expression.Assignment);
            case IIncrementOrDecrementOperation step:
                CheckOperator(step.OperatorMethod, step.Target.Type, step);
                string sign = step.Kind == OperationKind.Increment ? "++" : "--", target = Value(step.Target).At(Expression.Primary);
                return step.IsPostfix ? Expression.Of(target + sign) : new Expression(sign + target, Expression.Prefix);
            case IDefaultValueOperation { Type: ITypeSymbol type }:
                return Default(type, operation.Syntax);
            case IObjectCreationOperation creation:
                return Creation(creation);
            case IWithOperation with:
                return With(with);
            case IArrayCreationOperation or ICollectionExpressionOperation or IAnonymousObjectCreationOperation:
                throw new Refusal(Rules.Allocation, operation.Syntax, "an array or object");
            default:
                throw Unsupported(operation);
        }
    }

    // Constants are folded in their own type; where a formula's double meets a float, it is rounded to float first.
    private static object Folded(IOperation operation, object constant) =>
        operation.Type?.SpecialType == SpecialType.System_Single && constant is double d ? (float)d : constant;

    private Expression Parameter(IParameterSymbol parameter)
    {
        string name = Words.Variable(parameter.Name);
        // A parameter of a primary constructor that a method uses is a field.
        if (
            parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
                && method.MethodKind != MethodKind.Constructor)
            return Expression.Of($"self.{name}");
        return references.ContainsKey(parameter) ? new Expression($"*{name}", Expression.Prefix) : Expression.Of(name);
    }

    private Expression Field(IFieldReferenceOperation field)
    {
        if (field.Field.IsStatic)
            throw new Refusal(
                Rules.Unsupported, field.Syntax, $"the static field '{field.Field.Name}'", "make it const, or pass it as a parameter");
        Expression instance = Value(field.Instance!);
        if (field.Field.ContainingType.IsTransparent())
            return instance;
        return Expression.Of($"{instance.At(Expression.Primary)}.{Words.Variable((field.Field.AssociatedSymbol ?? field.Field).Name)}");
    }

    private Expression Property(IPropertyReferenceOperation reference)
    {
        IPropertySymbol property = reference.Property;
        if (property.ContainingType.IsView())
            return property.IsIndexer
                ? Element(reference)
                : property.Name == "IntLength"
                ? ViewOf(reference.Instance!).Length
                : throw Unsupported(reference);
        if (property.IsVocabulary())
            return Position(reference);
        if (property.IsIndexer)
            throw new Refusal(Rules.Unsupported, reference.Syntax, "an indexer of its own", "write a method");
        INamedTypeSymbol owner = property.ContainingType;
        if (owner.IsTransparent() && reference.Instance != null)
            return Value(reference.Instance);

        ITypeSymbol? constrained = reference.Instance == null ? reference.ConstrainedToType : reference.Instance.Type;
        if (constrained is ITypeParameterSymbol)
        {
            ITypeSymbol bound = types.Resolve(constrained);
            if (bound is INamedTypeSymbol concrete)
            {
                IMethodSymbol getter = Translator.Implementation(concrete, property.GetMethod!, reference.Syntax);
                return Got(Function(getter, [], reference.Syntax, concrete), reference);
            }

            return Got(Needed($"{bound.Name}_{property.Name}"), reference);
        }

        // The dialects name the components of a vector x, y, z and w.
        if (reference.Instance != null && owner.Intrinsic() != null)
            return Expression.Of($"{Value(reference.Instance).At(Expression.Primary)}.{property.Name.ToLowerInvariant()}");
        if (reference.Instance != null && property.IsStored())
            return Expression.Of($"{Value(reference.Instance!).At(Expression.Primary)}.{Words.Variable(property.Name)}");
        if (property.GetMethod == null)
            throw Unsupported(reference);
        // In an interface's default implementation 'this' is the implementing struct.
        if (reference.Instance is IInstanceReferenceOperation && selfType != null && owner.TypeKind == TypeKind.Interface)
            return Got(
                Function(Translator.Implementation(selfType, property.GetMethod, reference.Syntax), [], reference.Syntax, selfType),
                reference);
        return Got(Function(property.GetMethod, [], reference.Syntax), reference);
    }

    // A static property is a macro, any other a function of its struct.
    private Expression Got(string name, IPropertyReferenceOperation reference) =>
        reference.Instance == null ? Expression.Of(name) : Expression.Of($"{name}({Value(reference.Instance)})");

    private Expression Position(IPropertyReferenceOperation reference)
    {
        CheckGroupKnown(reference.Syntax);
        string name = $"{reference.Property.ContainingType.Name}.{reference.Property.Name}";
        string? word = name switch
        {
            "Grid.IdxX" => "$group_index",
            "Grid.DimX" => "$group_count",
            "Group.IdxX" => "$item_index",
            "Group.DimX" => "$group_size",
            _ => null,
        };
        if (
            word == null
                && reference.Instance is IPropertyReferenceOperation { Property: { Name: "GlobalIndex", ContainingType.Name: "Grid" } }
                && reference.Property.Name == "X")
            word = "$global_index";
        if (word == null && reference.Property.Name == "GlobalIndex")
            throw new Refusal(Rules.Unsupported, reference.Syntax, "an index of more than one dimension", "write Grid.GlobalIndex.X");
        return word == null ? throw Unsupported(reference) : new Expression(word, Expression.Prefix);
    }

    private Expression Conversion(IConversionOperation conversion)
    {
        Expression operand = Value(conversion.Operand);
        ITypeSymbol from = types.Resolve(conversion.Operand.Type!), to = types.Resolve(conversion.Type!);
        if (conversion.OperatorMethod is IMethodSymbol converter)
        {
            if (converter.ContainingType.IsTransparent() || from.IsTransparent() || to.IsTransparent())
                return operand;
            return Expression.Of($"{Function(converter, [], conversion.Syntax)}({operand})");
        }

        string source = Type(from, conversion.Syntax), target = Type(to, conversion.Syntax);
        return source == target ? operand : new Expression($"({target}){operand.At(Expression.Prefix)}", Expression.Prefix);
    }

    private Expression Unary(IUnaryOperation unary)
    {
        string sign = unary.OperatorKind switch
        {
            UnaryOperatorKind.Minus => "-",

            UnaryOperatorKind.Plus => "",
            UnaryOperatorKind.Not => "!",
            UnaryOperatorKind.BitwiseNegation => "~",
            _ => throw Unsupported(unary),
        };
        CheckOperator(unary.OperatorMethod, unary.Operand.Type, unary);
        if (sign.Length == 0)
            return Value(unary.Operand);
        string operand = Value(unary.Operand).At(Expression.Prefix);
        return new Expression(operand[0] == '-' && sign == "-" ? $"-({operand})" : sign + operand, Expression.Prefix);
    }

    private Expression Binary(IBinaryOperation binary)
    {
        CheckOperator(
            binary.OperatorMethod,
            types.Resolve(binary.LeftOperand.Type!).IsTransparent() ? binary.LeftOperand.Type : binary.RightOperand.Type, binary);
        (string text, int binding) = Symbol(binary.OperatorKind, binary);
        // ILGPU swaps the sides of such a comparison, which makes it true for NaN.
        if (binding == Expression.Order && binary.LeftOperand.ConstantValue.HasValue && IsFloat(binary.LeftOperand))
        {
            throw new Refusal(
                Rules.Unsupported, binary.Syntax, "a comparison of floats with a constant on the left", "write the constant on the right");
        }

        if (IsShift(binary.OperatorKind))
            return new Expression(
                $"{Value(binary.LeftOperand).At(binding)} {text} {Distance(binary.LeftOperand.Type!, binary.RightOperand).At(binding + 1)}",
                binding);
        // To the right of - and / an operator of equal precedence needs parentheses; to the left it does not.
        return new Expression($"{Value(binary.LeftOperand).At(binding)} {text} {Value(binary.RightOperand).At(binding + 1)}", binding);
    }

    private static bool IsFloat(IOperation operation) =>
        operation.Type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

    private static bool IsShift(BinaryOperatorKind kind) => kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift;

    // C# masks a shift count to its low bits; in C a count not smaller than the operand's width is undefined.
    private Expression Distance(ITypeSymbol shifted, IOperation distance)
    {
        int last = types.Resolve(shifted).SpecialType is SpecialType.System_Int64 or SpecialType.System_UInt64 ? 63 : 31;
        return distance.ConstantValue is { HasValue: true, Value: int constant }
            ? Expression.Of(Words.Literal(constant & last)!)
            : new Expression($"{Value(distance).At(Expression.And)} & {last}", Expression.And);
    }

    private void CheckOperator(IMethodSymbol? operatorMethod, ITypeSymbol? operand, IOperation where)
    {
        if (operatorMethod != null && operand != null && !types.Resolve(operand).IsTransparent())
            throw new Refusal(Rules.Unsupported, where.Syntax, $"the operator of {operand.Name}", "call a method instead");
    }

    private static (string Text, int Binding) Symbol(BinaryOperatorKind kind, IOperation where) => kind switch
    {
        BinaryOperatorKind.Remainder when where.Type!.SpecialType is SpecialType.System_Single or SpecialType.System_Double =>
            throw new Refusal(Rules.Unsupported, where.Syntax, "the remainder of floats", "write x - (y * MathF.Truncate(x / y))"),
        BinaryOperatorKind.UnsignedRightShift => throw new Refusal(
            Rules.Unsupported, where.Syntax, "the operator >>>", "shift a uint with >>"),
        BinaryOperatorKind.Add => ("+", Expression.Sum),
        BinaryOperatorKind.Subtract => ("-", Expression.Sum),
        BinaryOperatorKind.Multiply => ("*", Expression.Product),
        BinaryOperatorKind.Divide => ("/", Expression.Product),
        BinaryOperatorKind.Remainder => ("%", Expression.Product),
        BinaryOperatorKind.LeftShift => ("<<", Expression.Shift),
        BinaryOperatorKind.RightShift => (">>", Expression.Shift),
        BinaryOperatorKind.LessThan => ("<", Expression.Order),
        BinaryOperatorKind.LessThanOrEqual => ("<=", Expression.Order),
        BinaryOperatorKind.GreaterThan => (">", Expression.Order),
        BinaryOperatorKind.GreaterThanOrEqual => (">=", Expression.Order),
        BinaryOperatorKind.Equals => ("==", Expression.Equality),
        BinaryOperatorKind.NotEquals => ("!=", Expression.Equality),
        BinaryOperatorKind.And => ("&", Expression.And),
        BinaryOperatorKind.ExclusiveOr => ("^", Expression.Xor),
        BinaryOperatorKind.Or => ("|", Expression.Or),
        BinaryOperatorKind.ConditionalAnd => ("&&", Expression.Both),
        BinaryOperatorKind.ConditionalOr => ("||", Expression.Either),
        _ => throw Unsupported(where),
    };

    private Expression Default(ITypeSymbol type, SyntaxNode where)
    {
        type = types.Resolve(type);
        if (type.SpecialType != SpecialType.None || type.IsTransparent())
            return Expression.Of(Type(type, where) == "float" ? "0.0f" : "0");
        string name = $"empty{temporaries++}";
        before.Add(($"{Type(type, where)} {name} = {{0}};", where));
        return Expression.Of(name);
    }

    private Expression Creation(IObjectCreationOperation creation)
    {
        ITypeSymbol type = types.Resolve(creation.Type!);
        if (!type.IsValueType)
            throw new Refusal(Rules.Allocation, creation.Syntax, $"a {type.Name}");
        if (creation.Initializer != null || creation.Constructor == null)
            throw new Refusal(Rules.Unsupported, creation.Syntax, "an object initializer", "give the struct a constructor");
        if (type.IsTransparent())
            return Value(creation.Arguments[0].Value);
        if (creation.Constructor.IsImplicitlyDeclared)
            return Default(type, creation.Syntax);
        string arguments = string.Join(", ", Arguments(creation.Arguments));
        if (type.Intrinsic() != null)
            return Expression.Of($"${type.Name.ToLowerInvariant()}({arguments})");
        return Expression.Of($"{Function(creation.Constructor, Spaces(creation.Arguments), creation.Syntax)}({arguments})");
    }

    private Expression With(IWithOperation with)
    {
        string name = $"changed{temporaries++}", operand = Value(with.Operand).Text;
        before.Add(($"{Type(with.Type!, with.Syntax)} {name} = {operand};", with.Syntax));
        foreach (IOperation initializer in with.Initializer.Initializers)
        {
            if (
                initializer is not ISimpleAssignmentOperation { Target: IMemberReferenceOperation member } assignment
                    || (member is IPropertyReferenceOperation { Property: IPropertySymbol set } && !set.IsStored()))
                throw Unsupported(initializer);
            string value = Value(assignment.Value).Text;
            before.Add(($"{name}.{Words.Variable(member.Member.Name)} = {value};", initializer.Syntax));
        }

        return Expression.Of(name);
    }
}
